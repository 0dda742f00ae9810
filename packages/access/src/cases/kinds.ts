/** The kinds of streams that Sund keeps. */
import type { StandingPermit } from '../decide.js'
import { CASE } from './case.js'
import { PERMIT_STREAM } from './permit.js'
import type { PermitState } from './permit-state.js'
import type { Kinds } from './store/ports.js'

/** A permit as holders and rooms know it. */
const record = ({ permit, jws, status, removed, stopped }: PermitState): StandingPermit => ({
  permit,
  jws,
  status,
  removed: [...removed],
  stopped,
})

export const STREAM_KINDS: Kinds = {
  case: CASE,
  permit: PERMIT_STREAM,
  record: (state) => record(state as PermitState),
}
