/** A workplace over tables written for a test: CSV or SQL to Parquet in the form of a holding, and plans by hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import {
  type Edit,
  type EditEffect,
  OPEN_POLICY,
  type Position,
  type Shown,
  type Statistic,
  valueRules,
} from '@sund/model'
import { type Outcome, Workplace } from '../src/execute/workplace.js'
import type {
  Call,
  Column,
  Expression,
  Fragment,
  Relation,
  ShowSpec,
  Step,
  ValueType,
} from '../src/plan/types.js'

/** What is done to values under open terms. */
export const VALUES = valueRules(OPEN_POLICY)

export const AT: Position = { line: 1, column: 1, endLine: 1, endColumn: 2 }
export const number = (name: string): Column => ({
  name,
  type: 'number',
  title: { en: name },
  sensitivity: 'PERSON_SPECIAL',
})
export const text = (name: string): Column => ({ ...number(name), type: 'text' })
export const key = (name: string, unitType = 'PERSON'): Column => ({ ...number(name), type: 'key', unitType })
export const col = (name: string, type: ValueType = 'number'): Expression => ({ kind: 'column', type, name })
export const lit = (value: number | string | boolean | null, type?: ValueType): Expression => ({
  kind: 'literal',
  type: type ?? (typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'number'),
  value,
})
export const call = (name: Call, type: ValueType, ...args: Expression[]): Expression => ({
  kind: 'call',
  type,
  call: name,
  arguments: args,
})

type RelationPart = Partial<Relation> & { op: Relation['op']; id: string; columns: Column[] }
export const relation = (part: RelationPart): Step => ({
  do: 'relation',
  relation: {
    place: 'a',
    unit: 'PERSON',
    rowsPerUnit: 'one',
    rowsPerSubject: 'one',
    public: true,
    position: AT,
    command: part.op,
    ...part,
  } as Relation,
})
export const show = (of: string, spec: ShowSpec, condition: Expression | null = null, index = 0): Step => ({
  do: 'show',
  show: {
    index,
    command: spec.show,
    position: AT,
    dataset: 'd',
    what: { kind: 'statistic', relation: of, condition, spec },
  },
})
export const fragment = (...steps: Step[]): Fragment => ({ place: 'a', registers: [], steps, deliver: [] })

export interface World {
  folder: string
  /** Writes the rows of a SELECT as Parquet. */
  parquet(name: string, select: string): Promise<string>
  /** Rows of a SELECT outside any workplace. */
  rows(select: string): Promise<Record<string, unknown>[]>
  open(settings?: Partial<Parameters<typeof Workplace.open>[0]>): Promise<Workplace>
  close(): void
}

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'sund-engine-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const opened: Workplace[] = []
  let count = 0
  return {
    folder,
    async parquet(name, select) {
      const file = join(folder, `${name}.parquet`)
      await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`)
      return file
    },
    async rows(select) {
      return (await connection.runAndReadAll(select)).getRowObjectsJS()
    },
    async open(settings = {}) {
      const workplace = await Workplace.open({
        memoryMiB: 512,
        threads: 2,
        folder: join(folder, `w${count++}`),
        ...settings,
      })
      opened.push(workplace)
      return workplace
    },
    close() {
      for (const workplace of opened) workplace.close()
      connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function outcomes(
  workplace: Workplace,
  of: Fragment,
  winsorise = VALUES.winsorise,
): Promise<Outcome[]> {
  const all: Outcome[] = []
  for await (const outcome of workplace.run(of, { values: { ...VALUES, winsorise } })) all.push(outcome)
  return all
}

/** The edits of a fragment over data that are not public, of each of which `effectOf` says what becomes, and what the fragment shows. */
export async function editsOf(
  workplace: Workplace,
  of: Fragment,
  effectOf: (edit: Edit) => EditEffect = () => 'asked',
): Promise<{ edits: Edit[]; seen: { shown: Shown; statistic: Statistic }[] }> {
  const edits: Edit[] = []
  const seen: { shown: Shown; statistic: Statistic }[] = []
  const steps = of.steps.map((step) =>
    step.do === 'relation' ? { ...step, relation: { ...step.relation, public: false } } : step,
  )
  const noted = (edit: Edit) => {
    edits.push(edit)
    return effectOf(edit)
  }
  for await (const outcome of workplace.run(
    { ...of, steps },
    { values: { ...VALUES, winsorise: [0, 1] }, effectOf: noted },
  ))
    if (outcome.kind === 'statistic')
      seen.push({ shown: outcome.shown, statistic: await outcome.statistic() })
  return { edits, seen }
}

/** The statistics a fragment shows, in order. */
export async function statistics(
  workplace: Workplace,
  of: Fragment,
  winsorise = VALUES.winsorise,
): Promise<Statistic[]> {
  const all: Statistic[] = []
  for await (const outcome of workplace.run(of, { values: { ...VALUES, winsorise } }))
    if (outcome.kind === 'statistic') all.push(await outcome.statistic())
  return all
}

/** Pseudonyms and record keys of `count` units, the same for the same `salt`. */
export function units(count: number, salt = 7n): { pseudonyms: BigInt64Array; recordKeys: Uint16Array } {
  const pseudonyms = BigInt64Array.from({ length: count }, (_, i) =>
    BigInt.asIntN(64, (BigInt(i) + salt) * 0x9e3779b97f4a7c15n),
  )
  return {
    pseudonyms,
    recordKeys: Uint16Array.from({ length: count }, (_, i) => (i * 40_503 + 12_345) & 0xffff),
  }
}
