/**
 * A plan's fragments carried out where they belong, and the parts of their answers as they come. Apart from what a run and a check do
 * with them, which is the hub's own business.
 */
import type { Fragment } from '@sund/engine'
import { Failure, fail, type Part, type Party, type RunTerms, type SundError } from '@sund/model'
import type { Answer, Peer } from '@sund/network'

export type Step = (what: string, share: number | null) => void
/** How far it is, what stops it, and who takes the parts of the answers. */
export interface Carrying {
  signal: AbortSignal
  step: Step
  /** Takes a part; the next of the same place comes when the promise is kept. */
  accept: (part: Part<'deliver'>) => void | Promise<void>
}

/**
 * Steps 2 to 4 of a run: a room if rows must meet, then holders and room side by side, so that the room shows each result as soon as
 * the rows behind it have come. Whatever happens the room is closed and nobody works on. Throws the errors of all places, in script
 * order, after what was released before them was accepted.
 */
export async function carryOut(
  peer: Peer,
  fragments: readonly Fragment[],
  terms: RunTerms,
  { signal, step, accept }: Carrying,
): Promise<void> {
  const { run } = terms
  const joint = fragments.find(({ place }) => place === 'room')
  const alone = fragments.filter(({ place }) => place !== 'room')
  const parties = alone.map(({ place }): Party => `holder:${place}`)
  const steps = alone.length + (joint ? 2 : 0)
  let done = 0
  let computing: Promise<PromiseSettledResult<Answer<'compute'>>[]> | null = null
  const stop = () => {
    for (const party of parties) void peer.ask(party, 'cancel', { run }).catch(() => {})
    if (joint) void peer.ask('room', 'close-room', { run }).catch(() => {})
  }
  signal.throwIfAborted()
  signal.addEventListener('abort', stop, { once: true })
  try {
    step(joint ? 'opening a room' : `asking ${alone.length} of the holders`, 0)
    const room = joint ? (await peer.ask('room', 'open-room', { terms })).reply.key : null
    signal.throwIfAborted()
    if (joint) step(`asking ${alone.length} of the holders`, ++done / steps)
    if (joint)
      computing = Promise.allSettled([
        peer.ask('room', 'compute', { terms, fragment: joint }, [], acceptFrom(joint, run, accept)),
      ])
    const answers = await Promise.allSettled(
      alone.map(async (fragment, index) => {
        const { registers } = fragment
        const { reply } = await peer.ask(
          parties[index] as Party,
          'deliver',
          { terms, fragment, registers, room },
          [],
          acceptFrom(fragment, run, accept),
        )
        const sent = new Set(reply.deliveries.map(({ relation }) => relation))
        if (reply.errors.length === 0 && !fragment.deliver.every(({ relation }) => sent.has(relation)))
          fail(
            'unavailable.holder',
            `What ${fragment.place} should have delivered did not arrive.`,
            'Run the script again.',
          )
        step(`${fragment.place} has answered`, ++done / steps)
        return reply.errors
      }),
    )
    throwAll(
      answers.flatMap((answer) =>
        answer.status === 'fulfilled' ? answer.value : knownErrors(answer.reason),
      ),
    )
    signal.throwIfAborted()
    if (computing === null) return
    step('computing in the room', done / steps)
    const [computed] = await computing
    if (computed?.status === 'rejected') throw computed.reason
    throwAll(computed?.value.reply.errors ?? [])
  } finally {
    signal.removeEventListener('abort', stop)
    if (joint) await peer.ask('room', 'close-room', { run }).catch(() => {})
    await computing
  }
}

/** Takes what `fragment` shows, each once and of this run; refuses anything else. */
function acceptFrom(
  { steps }: Fragment,
  run: string,
  accept: Carrying['accept'],
): (part: Part<'deliver'>) => void | Promise<void> {
  const expected = new Set(steps.flatMap((step) => (step.do === 'show' ? [step.show.index] : [])))
  return (part) => {
    const { index } = 'result' in part ? part.result : part.forecast
    if (part.run !== run || !expected.delete(index)) notAsked()
    return accept(part)
  }
}

/** Refuses a result of another run, of another place, a second time, or in place of a forecast. */
export function notAsked(): never {
  return fail(
    'permission.signature',
    'A party of the network sent a result that nobody asked it for.',
    'Check that hub, holders and rooms run the same release of Sund.',
  )
}

/** The errors of a failure; a bug goes on as it is. */
function knownErrors(thrown: unknown): readonly SundError[] {
  if (thrown instanceof Failure) return thrown.errors
  throw thrown
}

/** Throws errors, the first in the script first; nothing where there are none. */
export function throwAll(errors: readonly SundError[]): void {
  const line = ({ position }: SundError) => position?.line ?? Number.MAX_SAFE_INTEGER
  const [first, ...rest] = [...errors].sort((a, b) => line(a) - line(b))
  if (first !== undefined) throw new Failure(first, ...rest)
}
