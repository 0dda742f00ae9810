import type { ValueKind } from '../definitions.js'
import { date } from './date.js'
import type { Kind } from './kind.js'
import { numeric, quantity } from './quantity.js'
import { reference } from './reference.js'
import { string, uri } from './string.js'
import { token } from './token.js'

/** Every type of search parameter whose values stand in a resource. */
export const KINDS: Readonly<Record<ValueKind, Kind>> = {
  token,
  string,
  uri,
  date,
  number: numeric,
  quantity,
  reference,
}
