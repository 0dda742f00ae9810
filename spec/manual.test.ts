import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { manualPages } from './manual.js'

const pages = [...manualPages()]

it.each(pages)(
  'docs/manual/%s is what the language and the specification say (else: npm run manual)',
  async (name, text) => {
    await expect(text).toMatchFileSnapshot(`../docs/manual/${name}`)
  },
)

it('has no page that nothing makes', () => {
  const files = readdirSync(new URL('../docs/manual/', import.meta.url))
  expect(files.sort()).toEqual(pages.map(([name]) => name).sort())
})
