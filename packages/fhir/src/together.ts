/**
 * Small requests to a database, made together: what comes while others are being answered waits, and goes as one with all that waits. A way to the database and
 * back costs more than many rows, and a commit more than many ways, so thousands a second cost hundreds of them; one alone waits for nothing. Apart from the
 * audit and from reading, which do it alike.
 */
import { setImmediate as turn } from 'node:timers/promises'

/**
 * Asks one at a time, and so that `work` is never under way twice. It gets `most` at most in the order in which they came, and answers in that order; when it fails,
 * all that it was given fail.
 */
export function together<Asked, Answer>(
  most: number,
  work: (all: readonly Asked[]) => Promise<readonly Answer[]>,
): (asked: Asked) => Promise<Answer> {
  let waiting: { asked: Asked; done(answer: Answer): void; failed(error: unknown): void }[] = []
  let working = false

  async function go(): Promise<void> {
    working = true
    // Those that are asked in the same turn are not left behind by the first of them.
    await turn()
    while (waiting.length > 0) {
      const some = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const answers = await work(some.map(({ asked }) => asked))
        for (const [place, { done }] of some.entries()) done(answers[place] as Answer)
      } catch (error) {
        for (const { failed } of some) failed(error)
      }
      // Whoever was answered may ask again at once.
      await turn()
    }
    working = false
  }

  return (asked) =>
    new Promise((done, failed) => {
      waiting.push({ asked, done, failed })
      if (!working) void go()
    })
}
