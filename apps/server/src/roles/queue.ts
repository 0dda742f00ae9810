/**
 * Who runs now and who waits: at most so many at once, first come first served. Apart from the hub so that
 * fairness and cancellation while waiting can be read and tested alone.
 */
import { fail } from '@sund/model'

export interface Queue {
  /**
   * Runs `work` when it is its turn. `onPlace` hears the place, from 1, whenever it changes. Throws the
   * reason of `signal` when that aborts before the turn comes, and `conflict.busy` when too many wait.
   */
  take<T>(work: () => Promise<T>, signal: AbortSignal, onPlace: (place: number) => void): Promise<T>
}

/** A queue of at most `most` at once and `waiting` behind them. */
export function createQueue(most: number, waiting = 100): Queue {
  interface Ticket {
    go: () => void
    onPlace: (place: number) => void
  }
  const line: Ticket[] = []
  let running = 0
  const tellPlaces = () => {
    for (const [index, { onPlace }] of line.entries()) onPlace(index + 1)
  }
  const next = () => {
    running--
    const ticket = line.shift()
    if (ticket === undefined) return
    running++
    ticket.go()
    tellPlaces()
  }
  const turn = (signal: AbortSignal, onPlace: Ticket['onPlace']) =>
    new Promise<void>((resolve, reject) => {
      const leave = () => {
        line.splice(line.indexOf(ticket), 1)
        tellPlaces()
        reject(signal.reason)
      }
      const ticket: Ticket = {
        onPlace,
        go() {
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      line.push(ticket)
      signal.addEventListener('abort', leave, { once: true })
      onPlace(line.length)
    })

  return {
    async take(work, signal, onPlace) {
      signal.throwIfAborted()
      if (running < most) running++
      else if (line.length >= waiting)
        fail('conflict.busy', `${waiting} runs wait already.`, 'Try again in some minutes.')
      else await turn(signal, onPlace)
      try {
        return await work()
      } finally {
        next()
      }
    },
  }
}
