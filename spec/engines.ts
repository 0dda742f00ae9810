/**
 * The registers of the specification in both engines: imported into a holding for DuckDB, and read line by line from the
 * same files for the reference interpreter.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Plan, Workplace } from '@sund/engine'
import type { StoredRow, StoredTable, Unit, Value } from '@sund/engine/reference'
import {
  type Catalogue,
  Failure,
  type Link,
  OPEN_POLICY,
  type Register,
  type Statistic,
  type Table,
  type Variable,
  valueRules,
} from '@sund/model'
import { openHoldings } from '@sund/registers'
import { testPorts } from '@sund/registers/testing'
import { specSources } from './world.js'

/** What a show came to: its statistic, or the code of the error. */
export type Came = Statistic | { failed: string }

export interface Engines extends AsyncDisposable {
  catalogue: Catalogue
  tables: readonly StoredTable[]
  /** What a plan shows on DuckDB, by index; an error of the run itself stands alone. */
  duckdb(plan: Plan): Promise<Map<number, Came> | { failed: string }>
}

/** Attempts a statistic: its value or how it failed. Anything but a `Failure` is thrown on. */
export async function came(statistic: () => Statistic | Promise<Statistic>): Promise<Came> {
  try {
    return await statistic()
  } catch (error) {
    return failed(error)
  }
}
export function failed(error: unknown): { failed: string } {
  if (!(error instanceof Failure)) throw error
  return { failed: error.errors[0].code }
}

export async function openEngines(): Promise<Engines> {
  const folder = await mkdtemp(join(tmpdir(), 'sund-engines-'))
  const holdings = await openHoldings(join(folder, 'holdings'), testPorts())
  const catalogue: Catalogue = []
  const tables: StoredTable[] = []
  for (const { register, files } of specSources()) {
    const { version, importedAt, contentHash } = await holdings.import({ files, metadata: register })
    catalogue.push({ register, version, importedAt, contentHash, figures: [] })
    for (const { table, path } of files)
      tables.push({
        register: register.name,
        version,
        table,
        rows: rowsOf(tableOf(register, table), await readFile(path, 'utf8')),
      })
  }
  let runs = 0
  return {
    catalogue,
    tables,
    async duckdb(plan) {
      const workplace = await Workplace.open({
        memoryMiB: 512,
        threads: 2,
        folder: join(folder, `run${runs++}`),
      })
      try {
        for (const { register, version } of catalogue)
          await addRegister(workplace, holdings, register, version)
        const shown = new Map<number, Came>()
        const fragment = { place: 'spec', registers: [], steps: plan.steps, deliver: [] }
        for await (const outcome of workplace.run(fragment, { values: valueRules(OPEN_POLICY) }))
          if (outcome.kind === 'statistic') shown.set(outcome.shown.index, await came(outcome.statistic))
        return shown
      } catch (error) {
        return failed(error)
      } finally {
        workplace.close()
      }
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Holdings = Awaited<ReturnType<typeof openHoldings>>

async function addRegister(
  workplace: Workplace,
  holdings: Holdings,
  register: Register,
  version: string,
): Promise<void> {
  const holding = await holdings.open(register.name, version)
  const name = { register: register.name, version }
  for (const table of register.tables)
    workplace.addTable(
      { ...name, table: table.name },
      {
        file: holding.file(table.name),
        unitType: table.unit,
        links: table.links.map((link) => ({ name: link.name, unitType: link.unit })),
      },
    )
  for (const { unitType, identifiers } of holding.manifest.unitSets) {
    if (!identifiers) continue
    const units: Unit[] = []
    for await (const identifier of holding.identifiers(unitType)) units.push(unitOf(unitType, identifier))
    workplace.addUnits(
      { ...name, unitType },
      {
        pseudonyms: BigInt64Array.from(units, ({ id }) => id),
        recordKeys: Uint16Array.from(units, ({ key }) => key),
      },
    )
  }
}

/** The number and record key of an identifier, the same in both engines. */
function unitOf(unitType: string, identifier: string): Unit {
  const hash = createHash('sha256').update(`${unitType} ${identifier}`).digest()
  return { id: hash.readBigInt64LE(0), key: hash.readUInt16LE(8) }
}

const tableOf = (register: Register, name: string): Table =>
  register.tables.find((table) => table.name === name) as Table

/** Rows of a file as the metadata reads them. */
function rowsOf(table: Table, csv: string): StoredRow[] {
  const [head, ...lines] = csv.trim().split('\n').map(fields) as [string[], ...string[][]]
  return lines.map((line, number): StoredRow => {
    const at = (column: string | undefined): string => line[head.indexOf(column ?? '')] ?? ''
    const { unitColumn, fromColumn, untilColumn } = table
    return {
      unit: unitColumn ? unitOf(table.unit, at(unitColumn)) : { id: BigInt(number), key: 0 },
      ...(fromColumn ? { from: dayOf(at(fromColumn)) } : {}),
      ...(untilColumn ? { until: dayOf(at(untilColumn)) } : {}),
      values: Object.fromEntries(
        table.variables.map((variable) => [
          variable.name,
          valueOf(variable, at(variable.column ?? variable.name)),
        ]),
      ),
      links: Object.fromEntries(
        table.links.map((link) => [link.name, linkedTo(link, at(link.column ?? link.name))]),
      ),
    }
  })
}

/** The fields of a line; one in quotation marks may hold commas. */
const fields = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'),
  )
const dayOf = (iso: string): number | null => (iso === '' ? null : Date.parse(iso) / 86_400_000)
const linkedTo = (link: Link, identifier: string): Unit | null =>
  identifier === '' ? null : unitOf(link.unit, identifier)
function valueOf({ dataType }: Variable, written: string): Value {
  if (written === '') return null
  if (dataType === 'STRING') return written
  return dataType === 'DATE' ? dayOf(written) : Number(written)
}
