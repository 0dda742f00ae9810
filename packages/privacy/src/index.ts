/** The only way out: what may leave, and how it is made. */

export { acceptCount, type ProtectedCount, protectCount, releaseCountDocument } from './count.js'
export { type DemonstrationAccount, demonstrationAccount } from './demonstration.js'
export { type CountedTable, releaseFigures } from './figures.js'
export { acceptForecast, type Coming, foresee, populationClass, rulesAhead } from './forecast.js'
export { createLedgerIndex } from './ledger/match.js'
export { checkFit, type Protected, protect } from './protect.js'
export { acceptReleased, Released, type RunParts, releaseRun, releaseText } from './release.js'
export { rulesUnder } from './rules/book.js'
export { protectBounded } from './rules/d1-differential/protect.js'
export { effectOf } from './rules/p2-edits/rule.js'
export { type Move, type NoiseFacts, type NoisePolicy, noiseFacts } from './rules/t5-count-noise/noise.js'
