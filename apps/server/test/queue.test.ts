import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createQueue, type Queue } from '../src/roles/queue.js'

const never = new AbortController().signal

/** A queue of which each work ends when it is told to. */
function scene(queue: Queue) {
  const began: string[] = []
  const places = new Map<string, number[]>()
  const ends = new Map<string, () => void>()
  const ask = (who: string, name: string, signal: AbortSignal = never) =>
    queue.take({
      who,
      signal,
      onPlace: (place) => places.set(name, [...(places.get(name) ?? []), place]),
      work: () => {
        began.push(name)
        return new Promise<void>((resolve) => ends.set(name, resolve))
      },
    })
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { began, places, ask, end }
}

describe('the queue', () => {
  test('gives turns to people, not to works: nobody waits for all that another asked for', async () => {
    const { began, ask, end } = scene(createQueue({ most: 1 }))
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name)
    void ask('b', 'b1')
    void ask('c', 'c1')
    for (const name of ['a1', 'b1', 'c1', 'a2']) await end(name)
    expect(began).toEqual(['a1', 'b1', 'c1', 'a2', 'a3'])
  })

  test('someone with something running waits for those who have nothing', async () => {
    const { began, ask, end } = scene(createQueue({ most: 2 }))
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name)
    void ask('b', 'b1')
    await end('a1')
    expect(began).toEqual(['a1', 'a2', 'b1'])
  })

  test('tells the place, and tells it anew when it changes', async () => {
    const { places, ask, end } = scene(createQueue({ most: 1 }))
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name)
    void ask('b', 'b1')
    expect(places.get('a2')?.at(-1)).toBe(2)
    expect(places.get('a3')?.at(-1)).toBe(3)
    expect(places.get('b1')?.at(-1)).toBe(1)
    await end('a1')
    expect(places.get('a2')?.at(-1)).toBe(1)
  })

  test('who is cancelled while waiting leaves the line at once and never begins', async () => {
    const { began, places, ask, end } = scene(createQueue({ most: 1 }))
    const stop = new AbortController()
    void ask('a', 'a1')
    const waiting = ask('b', 'b1', stop.signal)
    void ask('c', 'c1')
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(places.get('c1')?.at(-1)).toBe(1)
    await end('a1')
    expect(began).toEqual(['a1', 'c1'])
    await expect(ask('b', 'b2', stop.signal)).rejects.toThrow('enough')
  })

  test('a line has an end, for all and for each', async () => {
    const { ask } = scene(createQueue({ most: 1, waiting: 3, waitingEach: 2 }))
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name)
    await expect(ask('a', 'a4')).rejects.toMatchObject({ errors: [{ code: 'conflict.busy' }] })
    void ask('b', 'b1')
    await expect(ask('c', 'c1')).rejects.toMatchObject({ errors: [{ code: 'conflict.busy' }] })
  })

  test('a work that fails gives its turn on', async () => {
    const { take } = createQueue({ most: 1 })
    const failed = take({ who: 'a', signal: never, work: () => Promise.reject(new Error('no')) })
    const next = take({ who: 'b', signal: never, work: async () => 'done' })
    await expect(failed).rejects.toThrow('no')
    await expect(next).resolves.toBe('done')
  })

  test('whatever comes and goes: never more than may run, everyone who stays gets a turn, places count from 1', async () => {
    const asking = fc.record({ who: fc.constantFrom('a', 'b', 'c'), leaves: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        fc.array(asking, { maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        async (asked, most) => {
          const queue = createQueue({ most, waitingEach: 100 })
          let running = 0
          let done = 0
          const seen: number[] = []
          const settled = await Promise.allSettled(
            asked.map(({ who, leaves }) => {
              const stop = new AbortController()
              const taken = queue.take({
                who,
                signal: stop.signal,
                onPlace: (place) => seen.push(place),
                work: async () => {
                  running++
                  expect(running).toBeLessThanOrEqual(most)
                  await new Promise((resolve) => setImmediate(resolve))
                  running--
                  done++
                },
              })
              if (leaves) stop.abort(new Error('left'))
              return taken
            }),
          )
          expect(running).toBe(0)
          expect(seen.every((place) => place >= 1 && place <= asked.length)).toBe(true)
          expect(done).toBe(settled.filter(({ status }) => status === 'fulfilled').length)
          expect(done).toBeGreaterThanOrEqual(asked.filter(({ leaves }) => !leaves).length)
        },
      ),
      { numRuns: 100 },
    )
  })
})
