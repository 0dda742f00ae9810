/** Statistics Norway's published examples, imported as they are and analysed by a script in their own style. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMetadata } from '@sund/registers'
import { describe, expect, it } from 'vitest'
import { render } from './render.js'
import { openWorld, type Source } from './world.js'

const folder = fileURLToPath(new URL('../../shared/data/microdata-examples/', import.meta.url))
const NAMES = ['BEFOLKNING_KJOENN', 'BEFOLKNING_BOSTED', 'BEFOLKNING_INNTEKT', 'BEFOLKNING_SIVILSTAND']

/** Counted by hand in the files. */
const EXPECTED = `| kjønn | n |
| --- | --- |
| Mann | 41 |
| Kvinne | 59 |
| All | 100 |

| bosted | n |
| --- | --- |
| Hakkebakkeskogen | 2 |
| Narnia | 6 |
| Kardemommeby | 4 |
| Atlantis | 3 |
| Bosted ukjent | 5 |
| All | 20 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| inntekt | 7 | 13 | 100125 | 2.1492 | 100121 | 100124 | 100126 | 100126 | 100126 |`

/** One of the examples; declared PUBLIC, since a hundred people are too few for anything to be shown of them. */
async function example(name: string): Promise<Source> {
  const register = await readMetadata(join(folder, `${name}.json`))
  for (const table of register.tables) for (const variable of table.variables) variable.sensitivity = 'PUBLIC'
  return { register, files: [{ table: name, path: join(folder, `${name}.csv`) }] }
}

describe.skipIf(!existsSync(folder))("Statistics Norway's examples (skipped without ../shared)", () => {
  it('import as they are and can be analysed', async () => {
    await using world = await openWorld(await Promise.all(NAMES.map(example)))
    const { results, errors } = await world.run(`
require no.ssb.befolkning-kjoenn as kj
require no.ssb.befolkning-bosted as bo
require no.ssb.befolkning-inntekt as inn
create-dataset kjønn
import kj/BEFOLKNING_KJOENN as kjønn
tabulate kjønn
create-dataset bosted
import bo/BEFOLKNING_BOSTED 1926-01-01 as bosted
import inn/BEFOLKNING_INNTEKT 1926-06-30 as inntekt
destring inntekt
tabulate bosted
summarize inntekt
`)
    expect(render(results, errors)).toBe(EXPECTED)
  })
})
