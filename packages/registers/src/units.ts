/**
 * Units become dense integers, in the order of their linkage tokens: the same for the same people, and without the
 * network's linkage secret a number says nothing about whose it is. Identifiers and tokens pass through here once, in
 * batches, on their way into sealed files.
 */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { blobValue } from '@duckdb/node-api'
import { fail, type LinkageTokens, type Register, type UnitSet, type Vault } from '@sund/model'
import { type Database, filesToRead, pathToRead, text } from './database.js'
import { staged } from './parse.js'
import { createSealed, PIECE_UNITS } from './sealed.js'
import { goodRows, passesOver, type Stage } from './stage.js'

/** A numbered unit type: its set, and the relation (id, unit) while the import lasts. */
export interface Numbering {
  set: UnitSet
  relation: string
}

const TOKEN_BYTES = 16
const TOKEN_TABLE = 'tokens_of_identifiers'
const TOKENS_HELD = 500_000

/** Unit types that rows name by identifiers, in the order in which the register mentions them. */
export function identifiedTypes(register: Register): string[] {
  const types = register.tables.flatMap((table) => [
    ...(table.unitColumn ? [table.unit] : []),
    ...table.links.map(({ unit }) => unit),
  ])
  return [...new Set(types)]
}

/** What each sealed file's pieces are sealed under. */
export const sealContext = (
  register: string,
  version: string,
  unitType: string,
  what: 'identifiers' | 'tokens',
): string => `holding ${register} ${version} ${unitType} ${what}`

/** Numbers the units of one type over all staged tables and seals their identifiers and tokens into `target`. */
export async function numberUnits(
  database: Database,
  unitType: string,
  stages: readonly Stage[],
  ports: { vault: Vault; tokens: LinkageTokens },
  holding: { register: string; version: string; target: string; work: string },
): Promise<Numbering> {
  const mentions = stages.flatMap((stage) =>
    [
      ...(stage.table.unitColumn && stage.table.unit === unitType ? [staged.unit] : []),
      ...stage.table.links.flatMap(({ unit }, i) => (unit === unitType ? [staged.link(i)] : [])),
    ].map((column) => `SELECT ${column} AS id FROM ${goodRows(stage)} WHERE ${column} IS NOT NULL`),
  )
  const work = (name: string) => join(holding.work, `${name}-${unitType}.parquet`)
  const units = work('units')
  // Each pass finds the distinct identifiers of a share of them.
  const passes = await passesOver(database, stages)
  const ids = Array.from({ length: passes }, (_, pass) => work(`ids-${pass}`))
  for (const [pass, file] of ids.entries())
    await database.run(
      `COPY (SELECT DISTINCT id FROM (${mentions.join(' UNION ALL ')}) WHERE hash(id) % ${ids.length} = ${pass})
       TO ${text(file)} (FORMAT parquet, COMPRESSION snappy)`,
    )
  const parts = await tokenise(database, unitType, ids, work, ports.tokens)
  await database.run(
    `COPY (SELECT CAST(row_number() OVER () - 1 AS BIGINT) AS unit, id, token
           FROM (SELECT id, token FROM ${filesToRead(parts)} ORDER BY token, id))
     TO ${text(units)} (FORMAT parquet, COMPRESSION snappy)`,
  )
  for (const file of [...ids, ...parts]) await rm(file)
  const set = await sealUnits(database, unitType, units, ports.vault, holding)
  return { set, relation: `(SELECT unit::INTEGER AS unit, id FROM read_parquet(${pathToRead(units)}))` }
}

/** Files of (id, token): identifiers leave DuckDB and come back with their tokens, some hundred thousand at a time. */
async function tokenise(
  database: Database,
  unitType: string,
  ids: readonly string[],
  work: (name: string) => string,
  ports: LinkageTokens,
): Promise<string[]> {
  const parts: string[] = []
  let appender = await freshAppender()
  let held = 0
  for await (const [batch] of database.batches(`SELECT id FROM ${filesToRead(ids)}`)) {
    const identifiers = batch as string[]
    const tokens = ports.tokens(unitType, identifiers)
    if (tokens.length !== identifiers.length * TOKEN_BYTES)
      throw new Error('linkage tokens are 16 bytes each')
    for (const [i, id] of identifiers.entries()) {
      appender.appendVarchar(id)
      appender.appendBlob(tokens.subarray(i * TOKEN_BYTES, (i + 1) * TOKEN_BYTES))
      appender.endRow()
    }
    held += identifiers.length
    if (held >= TOKENS_HELD) await writePart()
  }
  await writePart()
  appender.closeSync()
  await database.run(`DROP TABLE ${TOKEN_TABLE}`)
  return parts

  async function freshAppender() {
    await database.run(`CREATE OR REPLACE TABLE ${TOKEN_TABLE} (id VARCHAR, token BLOB)`)
    return database.appender(TOKEN_TABLE)
  }
  async function writePart() {
    appender.closeSync()
    const part = work(`tokens-${parts.length}`)
    await database.run(`COPY ${TOKEN_TABLE} TO ${text(part)} (FORMAT parquet, COMPRESSION snappy)`)
    parts.push(part)
    held = 0
    appender = await freshAppender()
  }
}

async function sealUnits(
  database: Database,
  unitType: string,
  file: string,
  vault: Vault,
  { register, version, target }: { register: string; version: string; target: string },
): Promise<UnitSet> {
  const names = {
    identifiers: `${unitType.toLowerCase()}.identifiers.sealed`,
    tokens: `${unitType.toLowerCase()}.tokens.sealed`,
  }
  const open = (what: 'identifiers' | 'tokens') =>
    createSealed(join(target, names[what]), vault, sealContext(register, version, unitType, what))
  const [identifiers, tokens] = [await open('identifiers'), await open('tokens')]
  let ids: string[] = []
  let bytes: Uint8Array[] = []
  let count = 0
  const seal = async () => {
    if (ids.length === 0) return
    await identifiers.append(Buffer.from(ids.join('\n')))
    await tokens.append(Buffer.concat(bytes))
    count += ids.length
    ids = []
    bytes = []
  }
  const [most] = await database.rows(
    `SELECT count(*)::DOUBLE AS units FROM read_parquet(${pathToRead(file)})`,
  )
  if (Number(most?.units) > 2 ** 31 - 1)
    fail(
      'usage.too-large',
      `There are more than two billion units of type ${unitType}.`,
      'Split the register.',
    )
  const pieces = database.batches(`SELECT id, token FROM read_parquet(${pathToRead(file)}) ORDER BY unit`)
  for await (const [idBatch, tokenBatch] of pieces) {
    for (const [i, id] of (idBatch as string[]).entries()) {
      ids.push(id)
      bytes.push(((tokenBatch as ReturnType<typeof blobValue>[])[i] as ReturnType<typeof blobValue>).bytes)
      if (ids.length === PIECE_UNITS) await seal()
    }
  }
  await seal()
  await Promise.all([identifiers.close(), tokens.close()])
  return { unitType, count, ...names }
}
