/** Sex as population registers write it, in the order of `Sex`. */
import type { CodeRow } from '../register.js'

export const SEX: readonly CodeRow[] = [
  ['1', 'Man', 'Mann', 'Mand'],
  ['2', 'Woman', 'Kvinne', 'Kvinde'],
]
