/** Which datasets differential privacy may be asked of: those in which each row rests on one person alone. */
import { describe, expect, test } from 'vitest'
import { compile } from '../src/plan/compile.js'
import { catalogue } from './catalogue.js'

const HEAD = `require us.olmsted.population:1 as pop
require us.olmsted.diagnosis:1 as dia
require no.example.everything:23 as db
create-dataset people
import db/BORN as born
import db/NAME as name
`
/** The registers as if nothing in them were public. */
const PRIVATE = catalogue.map((entry) => ({
  ...entry,
  register: {
    ...entry.register,
    tables: entry.register.tables.map((table) => ({
      ...table,
      variables: table.variables.map((variable) => ({ ...variable, sensitivity: 'PERSON_SPECIAL' as const })),
    })),
  },
}))
const mistakes = (text: string) => compile(HEAD + text, PRIVATE).errors.map(({ message }) => message)
const MIXES =
  'With rho() each row must rest on one person alone, and this dataset puts several people together.'

describe('a dataset', () => {
  test.each([
    ['as it was imported', ''],
    [
      'selected by what each row says',
      'keep if born > 10\ngenerate old = born < 5\nreplace old = 0 if name == "x"',
    ],
    ['drawn by each one’s own lot', 'sample 0.5 7'],
    [
      'of events, one row a person',
      'import-event dia/DIAGNOSIS 1970-01-01 to 2000-01-01 as d\ncollapse (count) d -> n, by(PERSONID_1)',
    ],
    [
      'with statistics of each person’s own rows',
      'import-event dia/DIAGNOSIS 1970-01-01 to 2000-01-01 as d\naggregate (count) d -> n, by(PERSONID_1)',
    ],
  ])('%s', (_, text) => {
    expect(
      mistakes(`${text}\nsummarize ${text.includes('collapse') ? 'n' : 'born'}, rho(0.1) clamp(0 100)`),
    ).toEqual([])
  })
  test.each([
    ['with a mean of a group', 'aggregate (mean) born -> m, by(name)'],
    ['of groups', 'collapse (mean) born, by(name)'],
    ['with shares of the whole', 'aggregate (percent) born -> m, by(PERSONID_1)'],
    ['with places in a ranking', 'generate q = quantile(born, 4)'],
    ['of so many who are drawn', 'sample 100 7'],
    ['with predictions', 'generate y = born / 2\nregress-predict born y'],
  ])('%s is refused', (_, text) => {
    expect(
      mistakes(`${text}\ntabulate ${text.startsWith('collapse') ? 'born' : 'name'}, rho(0.1) cells(1)`),
    ).toContain(MIXES)
  })
})

test('a person with several rows needs to be told in how many cells to count', () => {
  const events = 'create-dataset events\nimport-event dia/DIAGNOSIS 1970-01-01 to 2000-01-01 as d\n'
  expect(mistakes(`${events}tabulate d, rho(0.1)`)).toEqual([
    'A person may have several rows here, so say in how many cells one person may count.',
  ])
  expect(mistakes(`${events}tabulate d, rho(0.1) cells(3)`)).toEqual([])
})
