/** Somebody who has a keyboard and no mouse: goes from control to control, and sees where they are. */
import type { Locator, Page } from 'playwright-core'

/** More controls than any page has between two that somebody wants. */
const FAR = 150

/** Whether what has the focus shows it. */
const shows = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    // What is drawn around a control may be its parent's, as with a card that is a link.
    for (let at = document.activeElement, up = 0; at !== null && up < 3; at = at.parentElement, up++) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at)
      if ((outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none') return true
    }
    return false
  })

export class Keyboard {
  /** Controls that had the focus and did not show it. */
  readonly unseen: string[] = []
  constructor(private readonly page: Page) {}

  /** Goes to a control; the nearest way from where one is, forwards. */
  async to(what: Locator): Promise<void> {
    await what.first().waitFor()
    for (let i = 0; i < FAR; i++) {
      if (await what.first().evaluate((element) => element === document.activeElement)) {
        if (!(await shows(this.page))) this.unseen.push(await what.first().evaluate((of) => of.outerHTML))
        return
      }
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`no way by keyboard to ${what}`)
  }
  async press(what: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.to(what)
    await this.page.keyboard.press(key)
  }
  /** Writes over what is there. */
  async type(into: Locator, text: string): Promise<void> {
    await this.to(into)
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.insertText(text)
  }
  /** Goes to the choices of which one is wanted, of which one has the focus, and from there to it. */
  async choose(wanted: Locator): Promise<void> {
    const group = await wanted.evaluate((radio) => (radio as HTMLInputElement).name)
    const among = () =>
      this.page.evaluate((name) => (document.activeElement as HTMLInputElement | null)?.name === name, group)
    for (let i = 0; i < FAR && !(await among()); i++) await this.page.keyboard.press('Tab')
    const there = () => wanted.evaluate((radio) => radio === document.activeElement)
    for (let i = 0; i < 20 && !(await there()); i++) await this.page.keyboard.press('ArrowDown')
    await this.page.keyboard.press('Space')
    if (!(await wanted.isChecked())) throw new Error(`cannot choose ${wanted} by keyboard`)
  }
}
