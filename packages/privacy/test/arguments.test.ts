/**
 * Each rule's argument is about its code as it stands: the last line of its `statement.md` has a hash of the code, and this test fails where they
 * differ. `npm run arguments` renews the line, once the argument has been read against the code again and mended where it was no longer true.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RULES } from '@sund/model'
import { expect, it } from 'vitest'
import { RULE_BOOK } from '../src/rules/book.js'

const RULES_FOLDER = join(import.meta.dirname, '..', 'src', 'rules')
const PARTS = ['Domain', 'Promise', 'Against', 'Argument', 'Not promised', 'Test']
const folders = readdirSync(RULES_FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

/** The code of a folder without what formatting alone decides: white space, and commas before a closing bracket. */
function codeHash(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.ts')) continue
    const code = readFileSync(join(folder, name), 'utf8')
    hash.update(`${name}\n${code.replace(/\s+/g, '').replace(/,([)\]}])/g, '$1')}\n`)
  }
  return hash.digest('hex')
}

/** A statement that ends with the hash of the code beside it. */
const withHash = (statement: string, hash: string) =>
  `${statement.replace(/\n*Code: sha256 [0-9a-f]*\s*$/, '').trimEnd()}\n\nCode: sha256 ${hash}\n`

it.each(folders)('%s: the argument is about the code as it is', async (name) => {
  const folder = join(RULES_FOLDER, name)
  const path = join(folder, 'statement.md')
  const expected = withHash(readFileSync(path, 'utf8'), codeHash(folder))
  await expect(
    expected,
    `The code of ${name} changed. Read statement.md against it, mend what is no longer true, then run: npm run arguments`,
  ).toMatchFileSnapshot(path)
})

it.each(folders)('%s: the statement has all its parts, in order', (name) => {
  const text = readFileSync(join(RULES_FOLDER, name, 'statement.md'), 'utf8')
  const places = PARTS.map((part) => text.indexOf(`**${part}.**`))
  expect(Math.min(...places), `one of ${PARTS.join(', ')} is missing`).toBeGreaterThan(0)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

it('every rule has a folder, and says what it does in three languages', () => {
  const named = folders.map((folder) => folder.split('-')[0]?.toUpperCase())
  expect(named.sort()).toEqual([...RULES].sort())
  for (const id of RULES) expect(RULE_BOOK[id].id).toBe(id)
})
