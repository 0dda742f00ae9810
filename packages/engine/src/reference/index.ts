/** A slow, obvious interpreter of plans over rows in memory (`@sund/engine/reference`): what the SQL path is held against. */

export { differences, type Tolerance } from './agreement.js'
export type { StoredRow, StoredTable, Unit, Value } from './data.js'
export { type Interpreted, interpret, lacking } from './interpret.js'
