/** The example registers as sources of a world, so that every study of the folder examples runs on the same. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Register } from '@sund/model'
import type { Source } from './world.js'

export const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url))

/** The demo registers, as they are or with every variable declared PUBLIC. */
export function demoRegisters(declaredPublic: boolean): Source[] {
  const folder = join(EXAMPLES, 'registers')
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const register = Register.parse(JSON.parse(readFileSync(join(folder, name, 'register.json'), 'utf8')))
      if (declaredPublic)
        for (const table of register.tables)
          for (const variable of table.variables) variable.sensitivity = 'PUBLIC'
      return {
        register,
        files: register.tables.map((table) => ({
          table: table.name,
          path: join(folder, name, `${table.name}.parquet`),
        })),
      }
    })
}
