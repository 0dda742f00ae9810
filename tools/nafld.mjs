// Makes the Parquet files of examples/registers from the published data. For developers: the files are committed, so
// nobody else needs to run it.
//
//   node tools/nafld.mjs FOLDER    FOLDER holds person.csv, laboratory.csv and event.csv: the data frames nafld1, nafld2 and
//                                  nafld3 of R's package survival as written by write.csv(x, file, row.names = FALSE)
//
// Day 0 is 2000-01-01. Rows are sorted so that the files are small and the same each time. register.json is not touched.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tools/nafld.mjs FOLDER   (with person.csv, laboratory.csv and event.csv)')
  process.exit(2)
}

const INDEX_DAY = "DATE '2000-01-01'"
// R writes whole numbers as it likes (1e+05), so they are read as fractions first.
const TABLES = [
  {
    file: 'population/PERSON.parquet',
    source: 'person.csv',
    rows: `SELECT id::DOUBLE::INTEGER AS id, CASE male WHEN '1' THEN '1' WHEN '0' THEN '2' END AS sex,
             age::DOUBLE::INTEGER AS age, futime::DOUBLE::INTEGER AS follow_up_days, status::DOUBLE::INTEGER AS death,
             "case.id"::DOUBLE::INTEGER AS case_id`,
    order: 'id',
  },
  {
    file: 'population/BODY.parquet',
    source: 'person.csv',
    rows: `SELECT id::DOUBLE::INTEGER AS id, ${INDEX_DAY} AS date, weight::DOUBLE AS weight, height::DOUBLE AS height,
             bmi::DOUBLE AS bmi`,
    order: 'id',
  },
  {
    file: 'laboratory/TEST.parquet',
    source: 'laboratory.csv',
    rows: `SELECT id::DOUBLE::INTEGER AS id, ${INDEX_DAY} + days::DOUBLE::INTEGER AS date, test, value::DOUBLE AS value`,
    order: 'test, id, date, value',
  },
  {
    file: 'diagnosis/DIAGNOSIS.parquet',
    source: 'event.csv',
    rows: `SELECT id::DOUBLE::INTEGER AS id, ${INDEX_DAY} + days::DOUBLE::INTEGER AS date, event`,
    order: 'event, id, date',
  },
]

const text = (/** @type {string} */ value) => `'${value.replaceAll("'", "''")}'`
const registers = fileURLToPath(new URL('../examples/registers/', import.meta.url))
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
for (const { file, source, rows, order } of TABLES) {
  const target = join(registers, file)
  await connection.run(`
    COPY (${rows} FROM read_csv(${text(join(folder, source))}, header = true, all_varchar = true, nullstr = ['', 'NA'])
          ORDER BY ${order})
    TO ${text(target)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)`)
  const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${text(target)}`)
  const count = counted.getRows()[0]?.[0]
  console.log(`${file}: ${count} rows, ${statSync(target).size} bytes`)
}
