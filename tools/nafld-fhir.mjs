// Writes the facts of examples/registers down as FHIR R4, one NDJSON file for each type, as a bulk export gives them.
//
//   node tools/nafld-fhir.mjs FOLDER
//
// What FHIR has no element for (age on the index day, days of follow-up, the matched set) stands in extensions.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tools/nafld-fhir.mjs FOLDER')
  process.exit(2)
}

const STUDY = 'https://sund.example/first-study'
/** @param {string} name @param {string} column */
const extension = (name, column) => `{'url': '${STUDY}/${name}', 'valueInteger': ${column}}`
const patient = `{'reference': 'Patient/p' || id}`
/** @param {string} system @param {string} code */
const coded = (system, code) => `{'coding': [{'system': '${system}', 'code': ${code}}]}`
/** A measured part, or nothing where it was not measured. @param {string} code @param {string} column @param {string} unit */
const component = (code, column, unit) =>
  `CASE WHEN ${column} IS NOT NULL THEN {'code': ${coded('http://loinc.org', `'${code}'`)}, 'valueQuantity': {'value': ${column}, 'code': '${unit}'}} END`
const observed = `'final' AS status, ${patient} AS subject, CAST(date AS VARCHAR) AS "effectiveDateTime"`

/** Files of NDJSON, with the rows of each. @type {Record<string, string>} */
const FILES = {
  Patient: `SELECT 'Patient' AS "resourceType", 'p' || id AS id,
      [{'system': '${STUDY}', 'value': CAST(id AS VARCHAR)}] AS identifier,
      list_filter([${extension('age', 'age')}, ${extension('follow-up-days', 'follow_up_days')}, ${extension('matched-set', 'case_id')}],
        lambda x: x."valueInteger" IS NOT NULL) AS extension,
      CASE sex WHEN '1' THEN 'male' WHEN '2' THEN 'female' END AS gender, death = 1 AS "deceasedBoolean"
    FROM 'population/PERSON.parquet'`,
  Body: `SELECT 'Observation' AS "resourceType", 'b' || id AS id, ${observed}, ${coded('http://loinc.org', "'34565-2'")} AS code,
      list_filter([${component('29463-7', 'weight', 'kg')}, ${component('8302-2', 'height', 'cm')}, ${component('39156-5', 'bmi', 'kg/m2')}],
        lambda x: x IS NOT NULL) AS component
    FROM 'population/BODY.parquet'`,
  Test: `SELECT 'Observation' AS "resourceType", 't' || row_number() OVER () AS id, ${observed},
      [${coded('http://terminology.hl7.org/CodeSystem/observation-category', "'laboratory'")}] AS category,
      ${coded(`${STUDY}/tests`, 'test')} AS code, {'value': value} AS "valueQuantity"
    FROM 'laboratory/TEST.parquet'`,
  Condition: `SELECT 'Condition' AS "resourceType", 'd' || row_number() OVER () AS id, ${patient} AS subject,
      ${coded(`${STUDY}/diagnoses`, 'event')} AS code, CAST(date AS VARCHAR) AS "onsetDateTime"
    FROM 'diagnosis/DIAGNOSIS.parquet'`,
}

const registers = fileURLToPath(new URL('../examples/registers/', import.meta.url))
const connection = await (await DuckDBInstance.create(':memory:')).connect()
for (const [name, rows] of Object.entries(FILES)) {
  const file = join(folder, `${name}.ndjson`)
  const placed = rows.replace(/FROM '/, () => `FROM '${registers.replaceAll("'", "''")}`)
  await connection.run(`COPY (${placed}) TO '${file.replaceAll("'", "''")}' (FORMAT json)`)
}
