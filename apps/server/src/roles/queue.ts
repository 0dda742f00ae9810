/**
 * Who runs now and who waits. At most so many run at once; a turn goes to the person who has fewest running, of several to the one
 * whose last turn began longest ago, and a person's own works go in the order they came. So nobody waits for all that another
 * has asked for. Apart from the hub so that fairness and cancellation while waiting can be read and tested alone.
 */
import { fail } from '@sund/model'

export interface QueueSettings {
  /** Works at once. */
  most: number
  /** Works that may wait behind them, of all and of one person. */
  waiting?: number
  waitingEach?: number
}

/** What waits for its turn, and for whom. */
export interface Turn<T> {
  /** The person, as a key that no other has. */
  who: string
  work: () => Promise<T>
  signal: AbortSignal
  /** Hears the place, from 1, whenever it changes: how many turns are given until its own, itself included. */
  onPlace?: (place: number) => void
}

export interface Queue {
  /**
   * Runs `work` when it is its turn. Throws the reason of `signal` when that aborts before the turn comes, and `conflict.busy` when
   * too many wait.
   */
  take<T>(turn: Turn<T>): Promise<T>
}

interface Ticket {
  who: string
  go: () => void
  onPlace: (place: number) => void
}

/** What a person has running, and the number of the turn that was the person's last. */
interface Share {
  running: number
  last: number
}

const NOBODY: Share = { running: 0, last: 0 }

export function createQueue({ most, waiting = 100, waitingEach = 20 }: QueueSettings): Queue {
  const line: Ticket[] = []
  /** People who have something running or waiting. */
  const shares = new Map<string, Share>()
  let running = 0
  let turns = 0

  /** Gives `who` a turn. */
  const begin = (who: string) => {
    running++
    shares.set(who, { running: (shares.get(who) ?? NOBODY).running + 1, last: ++turns })
  }
  const end = (who: string) => {
    running--
    const share = shares.get(who) ?? NOBODY
    shares.set(who, { ...share, running: share.running - 1 })
    const next = inOrder(line, shares, turns)[0]
    if (next !== undefined) {
      line.splice(line.indexOf(next), 1)
      begin(next.who)
      next.go()
      tellPlaces()
    }
    forgetIdle()
  }
  const tellPlaces = () => {
    for (const [index, { onPlace }] of inOrder(line, shares, turns).entries()) onPlace(index + 1)
  }
  const forgetIdle = () => {
    for (const [who, share] of shares)
      if (share.running === 0 && !line.some((ticket) => ticket.who === who)) shares.delete(who)
  }
  const wait = ({ who, signal, onPlace = () => {} }: Turn<unknown>) =>
    new Promise<void>((resolve, reject) => {
      const leave = () => {
        line.splice(line.indexOf(ticket), 1)
        forgetIdle()
        tellPlaces()
        reject(signal.reason)
      }
      const ticket: Ticket = {
        who,
        onPlace,
        go() {
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      line.push(ticket)
      signal.addEventListener('abort', leave, { once: true })
      tellPlaces()
    })

  return {
    async take(turn) {
      const { who, work, signal } = turn
      signal.throwIfAborted()
      if (running < most) begin(who)
      else {
        if (line.length >= waiting)
          fail('conflict.busy', `${waiting} runs wait already.`, 'Try again in some minutes.')
        if (line.filter((ticket) => ticket.who === who).length >= waitingEach)
          fail(
            'conflict.busy',
            `${waitingEach} of your runs wait already.`,
            'Wait until some are done, or cancel those that you no longer need.',
          )
        await wait(turn)
      }
      try {
        return await work()
      } finally {
        end(who)
      }
    },
  }
}

/** Those who wait in the order in which they will get their turns, if nobody else comes and nothing that runs ends. */
function inOrder(line: readonly Ticket[], shares: ReadonlyMap<string, Share>, turns: number): Ticket[] {
  const left = [...line]
  const ahead = new Map(shares)
  const order: Ticket[] = []
  for (let turn = turns + 1; left.length > 0; turn++) {
    const shareOf = ({ who }: Ticket) => ahead.get(who) ?? NOBODY
    const next = left.reduce((best, ticket) => {
      const [a, b] = [shareOf(best), shareOf(ticket)]
      return b.running < a.running || (b.running === a.running && b.last < a.last) ? ticket : best
    })
    left.splice(left.indexOf(next), 1)
    ahead.set(next.who, { running: shareOf(next).running + 1, last: turn })
    order.push(next)
  }
  return order
}
