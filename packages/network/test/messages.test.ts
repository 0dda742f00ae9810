/** What crosses between parties is exactly what was said, by whom it says, to whom it says, once. */
import { Failure, fail, type MessageName, OPEN_POLICY, type Part } from '@sund/model'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createEndpoint, createNetwork, generateKeys, publicHalf, type Transport } from '../src/index.js'
import { MAY_ASK } from '../src/network.js'
import { contentOf } from '../src/testing.js'

const RUN = '00000000-0000-4000-8000-00000000abcd'
const rows = { run: RUN, relation: 'r1', rows: 3, public: false }

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
    return 'no error'
  } catch (error) {
    return error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`
  }
}

/** A holder and a room between which a test stands. */
function wire() {
  const clock = fixedClock()
  const holderKeys = generateKeys()
  const roomKeys = generateKeys()
  const hubKeys = generateKeys()
  const keys = new Map([
    ['holder:a', publicHalf(holderKeys.signing)],
    ['room', publicHalf(roomKeys.signing)],
    ['hub', publicHalf(hubKeys.signing)],
  ])
  const received: Uint8Array[][] = []
  const common = { clock, directory: (party: string) => keys.get(party) }
  const room = createEndpoint({
    ...common,
    identifiers: countingIdentifiers(),
    party: 'room',
    keys: roomKeys,
    transport: { send: () => Promise.reject(new Error('the room asks nobody')) },
    handlers: {
      delivery: async (_request, attachments) => {
        received.push(attachments.map((bytes) => Uint8Array.from(bytes)))
        return { reply: {}, attachments: [Uint8Array.of(9)] }
      },
    },
  })
  const holderOver = (transport: Transport, party = 'holder:a', as = holderKeys) =>
    createEndpoint({
      ...common,
      identifiers: countingIdentifiers(),
      party,
      keys: as,
      transport,
      handlers: {},
    })
  /** The bytes of a request to the room, kept instead of sent. */
  const written = async (attachments: Uint8Array[] = [Uint8Array.of(1, 2, 3)]) => {
    let kept: Uint8Array | undefined
    const catcher: Transport = {
      send: async (_to, bytes) => {
        kept = bytes
        return fail('unavailable.holder', 'Kept.', 'Nothing.')
      },
    }
    await codeOf(holderOver(catcher).ask('room', 'delivery', rows, attachments))
    return kept as unknown as Uint8Array
  }
  return { clock, keys, room, holderOver, written, received, holderKeys, hubKeys }
}

describe('a message', () => {
  let t: ReturnType<typeof wire>
  beforeEach(() => {
    t = wire()
  })

  test('arrives as it was sent, with its attachments', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }), async (attachments) => {
        t = wire()
        const holder = t.holderOver({ send: (_to, bytes) => t.room.receive(bytes) })
        const answer = await holder.ask('room', 'delivery', rows, attachments)
        expect(t.received).toEqual([attachments])
        expect(answer.reply).toEqual({})
        expect(answer.attachments.map((bytes) => [...bytes])).toEqual([[9]])
      }),
      { numRuns: 30 },
    )
  })

  test('is refused, typed, when any bit of it is another', async () => {
    const bytes = await t.written()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = Uint8Array.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
        expect(await codeOf(t.room.receive(changed))).toMatch(
          /^(permission\.signature|usage\.request|usage\.too-large)$/,
        )
      }),
      { numRuns: 400 },
    )
    expect(t.received).toEqual([])
    expect(await codeOf(t.room.receive(bytes))).toBe('no error')
  })

  test('has one spelling: bits of its signature that say nothing may not differ either', async () => {
    const bytes = await t.written([])
    const last = bytes.length - 1
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=') {
      const changed = Uint8Array.from(bytes)
      changed[last] = letter.charCodeAt(0)
      if (changed[last] !== bytes[last])
        expect(await codeOf(t.room.receive(changed))).toBe('permission.signature')
    }
  })

  test('is refused when cut short or made longer', async () => {
    const bytes = await t.written()
    for (const length of [0, 1, 4, 5, 6, bytes.length >> 1, bytes.length - 1])
      expect(await codeOf(t.room.receive(bytes.subarray(0, length)))).toMatch(/^(permission|usage)\./)
    expect(await codeOf(t.room.receive(Buffer.concat([bytes, Uint8Array.of(0)])))).toBe(
      'permission.signature',
    )
  })

  test('of any bytes whatever is refused, typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await codeOf(t.room.receive(bytes))).toMatch(
          /^(permission\.signature|usage\.request|usage\.too-large)$/,
        )
      }),
    )
  })

  test('is answered once: its replay is refused', async () => {
    const bytes = await t.written()
    const first = contentOf(await t.room.receive(bytes)).envelope.body
    const second = contentOf(await t.room.receive(bytes)).envelope.body
    expect(first).toEqual({ reply: {}, parts: 0 })
    expect(second).toMatchObject({ errors: [{ code: 'permission.signature' }] })
    expect(t.received).toHaveLength(1)
  })

  test('that is replayed when it is no longer remembered is too old', async () => {
    const bytes = await t.written()
    await t.room.receive(bytes)
    t.clock.set('2026-01-01T00:05:00.001Z')
    expect(await codeOf(t.room.receive(bytes))).toBe('permission.signature')
    t.clock.set('2025-12-31T23:54:59.999Z')
    expect(await codeOf(t.room.receive(bytes))).toBe('permission.signature')
  })

  test('for another party is refused', async () => {
    const bytes = await t.written()
    const other = createEndpoint({
      party: 'hub',
      keys: t.hubKeys,
      directory: (party) => t.keys.get(party),
      transport: { send: () => Promise.reject(new Error()) },
      handlers: {},
      clock: t.clock,
      identifiers: countingIdentifiers(),
    })
    expect(await codeOf(other.receive(bytes))).toBe('permission.signature')
  })

  test('from a party that is unknown, or signed by another, is refused', async () => {
    const send = (_to: string, bytes: Uint8Array) => t.room.receive(bytes)
    const stranger = t.holderOver({ send }, 'holder:b')
    const liar = t.holderOver({ send }, 'holder:a', generateKeys())
    expect(await codeOf(stranger.ask('room', 'delivery', rows))).toBe('permission.signature')
    expect(await codeOf(liar.ask('room', 'delivery', rows))).toBe('permission.signature')
  })

  test('that answers another request is refused', async () => {
    let first: Uint8Array | undefined
    const holder = t.holderOver({
      async send(_to, bytes) {
        first ??= await t.room.receive(bytes)
        return first
      },
    })
    expect(await codeOf(holder.ask('room', 'delivery', rows))).toBe('no error')
    expect(await codeOf(holder.ask('room', 'delivery', rows))).toBe('permission.signature')
  })
})

describe('an answer in parts', () => {
  const result = (index: number) => ({
    index,
    command: 'textblock',
    position: { line: 1, column: 1, endLine: 1, endColumn: 2 },
    dataset: null,
    body: { kind: 'text' as const, markdown: 'words' },
    protection: [],
    withheld: [],
  })
  const request = {
    terms: {
      run: RUN,
      researcher: 's',
      terms: 'open' as const,
      policy: OPEN_POLICY,
      purpose: 'run' as const,
    },
    fragment: 1,
  }

  /** A hub that asks a room over a wire; `change` may do to what comes back whatever it likes. */
  function line(
    change: (parts: Uint8Array[], answer: Uint8Array) => { parts: Uint8Array[]; answer: Uint8Array },
  ) {
    const [hubKeys, roomKeys] = [generateKeys(), generateKeys()]
    const keys = new Map([
      ['hub', publicHalf(hubKeys.signing)],
      ['room', publicHalf(roomKeys.signing)],
    ])
    const common = { clock: fixedClock(), directory: (party: string) => keys.get(party) }
    const room = createEndpoint({
      ...common,
      identifiers: countingIdentifiers(),
      party: 'room',
      keys: roomKeys,
      transport: { send: () => Promise.reject(new Error('the room asks nobody')) },
      handlers: {
        async compute(_request, _attachments, _from, part) {
          for (const index of [0, 1, 2]) await part({ run: RUN, result: result(index), told: [] })
          return { reply: { errors: [] } }
        },
      },
    })
    const hub = createEndpoint({
      ...common,
      identifiers: countingIdentifiers(),
      party: 'hub',
      keys: hubKeys,
      handlers: {},
      transport: {
        async send(_to, bytes, onPart) {
          const made: Uint8Array[] = []
          const whole = await room.receive(bytes, async (part) => void made.push(part))
          const { parts, answer } = change(made, whole)
          for (const part of parts) await onPart(part)
          return answer
        },
      },
    })
    const taken: number[] = []
    const ask = () =>
      codeOf(
        hub.ask(
          'room',
          'compute',
          request,
          [],
          (part) => void ('result' in part && taken.push(part.result.index)),
        ),
      )
    return { ask, taken }
  }

  test('comes whole and in order', async () => {
    const { ask, taken } = line((parts, answer) => ({ parts, answer }))
    expect(await ask()).toBe('no error')
    expect(taken).toEqual([0, 1, 2])
  })

  test.each<[string, number, Parameters<typeof line>[0]]>([
    ['cut short', 2, (parts, answer) => ({ parts: parts.slice(0, 2), answer })],
    ['without its first part', 0, (parts, answer) => ({ parts: parts.slice(1), answer })],
    ['reordered', 0, (parts, answer) => ({ parts: parts.toReversed(), answer })],
    ['with a part twice', 3, (parts, answer) => ({ parts: [...parts, parts[2] as Uint8Array], answer })],
    ['with its end as a part', 3, (parts, answer) => ({ parts: [...parts, answer], answer })],
    ['with a part as its end', 2, (parts) => ({ parts: parts.slice(0, 2), answer: parts[2] as Uint8Array })],
  ])('is refused %s', async (_what, before, change) => {
    const { ask, taken } = line(change)
    expect(await ask()).toBe('permission.signature')
    expect(taken).toHaveLength(before)
  })

  test('takes no part of another answer', async () => {
    let earlier: Uint8Array[] | undefined
    const { ask, taken } = line((parts, answer) => {
      earlier ??= parts
      return { parts: earlier, answer }
    })
    expect(await ask()).toBe('no error')
    expect(await ask()).toBe('permission.signature')
    expect(taken).toEqual([0, 1, 2])
  })

  test('that its reader refuses stops the one who answers', async () => {
    const network = createNetwork({ clock: fixedClock(), identifiers: countingIdentifiers() })
    let sent = 0
    network.join('room', generateKeys(), {
      async compute(_request, _attachments, _from, part) {
        for (const index of [0, 1, 2]) {
          await part({ run: RUN, result: result(index), told: [] })
          sent++
        }
        return { reply: { errors: [] } }
      },
    })
    const hub = network.join('hub', generateKeys(), {})
    const refuse = (part: Part<'compute'>) => {
      if ('result' in part && part.result.index === 1)
        fail('permission.signature', 'Nobody asked for it.', 'Nothing.')
    }
    expect(await codeOf(hub.ask('room', 'compute', request, [], refuse))).toBe('permission.signature')
    expect(sent).toBe(1)
  })
})

describe('a network', () => {
  const ports = () => ({ clock: fixedClock(), identifiers: countingIdentifiers() })

  test('lets each role ask only what it may', async () => {
    const network = createNetwork(ports())
    const answered = async () => ({ reply: {} as never })
    const handlers = Object.fromEntries(Object.keys(MAY_ASK).map((name) => [name, answered]))
    const parties = ['hub', 'room', 'holder:a', 'holder:b'] as const
    const peers = parties.map((party) => network.join(party, generateKeys(), handlers))
    const allowed: string[] = []
    for (const name of Object.keys(MAY_ASK) as MessageName[])
      for (const peer of peers)
        for (const to of parties)
          if ((await codeOf(peer.ask(to, name, {} as never))) !== 'permission.denied')
            allowed.push(`${peer.party} ${name} ${to}`)
    expect(allowed.sort()).toEqual(
      [
        'hub blind holder:a',
        'hub blind holder:b',
        'hub choices-changed holder:a',
        'hub choices-changed holder:b',
        'holder:a choices hub',
        'holder:b choices hub',
        'hub describe holder:a',
        'hub describe holder:b',
        'hub open-room room',
        'hub deliver holder:a',
        'hub deliver holder:b',
        'holder:a delivery room',
        'holder:b delivery room',
        'hub compute room',
        'hub close-room room',
        'hub cancel holder:a',
        'hub cancel holder:b',
        'hub count holder:a',
        'hub count holder:b',
        'hub combine room',
        'holder:a compare hub',
        'holder:b compare hub',
        'room compare hub',
        'holder:a spend hub',
        'holder:b spend hub',
        'room spend hub',
        'hub policy holder:a',
        'hub policy holder:b',
      ].sort(),
    )
  })

  test('carries errors as they are, and bugs without what they say', async () => {
    const bugs: unknown[] = []
    const network = createNetwork({
      ...ports(),
      onBug: (reference, thrown) => bugs.push([reference, thrown]),
    })
    const failing = new Map<string, () => never>([
      ['known', () => fail('unavailable.memory', 'Too many rows.', 'Ask for fewer.')],
      [
        'bug',
        () => {
          throw new Error('secret 01019012345')
        },
      ],
    ])
    let how = 'known'
    const hub = network.join('hub', generateKeys(), {})
    network.join('holder:a', generateKeys(), { describe: async () => (failing.get(how) as () => never)() })
    const traffic: string[] = []
    network.tap((bytes) => traffic.push(JSON.stringify(contentOf(bytes).envelope)))
    await expect(hub.ask('holder:a', 'describe', {})).rejects.toMatchObject({
      errors: [{ code: 'unavailable.memory', message: 'Too many rows.', next: 'Ask for fewer.' }],
    })
    how = 'bug'
    const failure = await hub.ask('holder:a', 'describe', {}).catch((error: Failure) => error)
    const [[reference, thrown]] = bugs as [[string, Error]]
    expect((failure as Failure).errors[0].code).toBe('internal.bug')
    expect((failure as Failure).message).toContain(reference)
    expect(thrown.message).toContain('secret')
    expect(traffic).toHaveLength(4)
    expect(traffic.join('')).not.toContain('secret')
  })

  test('checks the form of requests and answers', async () => {
    const network = createNetwork(ports())
    const hub = network.join('hub', generateKeys(), {})
    network.join('room', generateKeys(), {
      'open-room': async () => ({ reply: { key: 'no key' } as never }),
      'close-room': async () => ({ reply: {} }),
    })
    const failure = await hub.ask('room', 'close-room', { run: 'person 7' } as never).catch((e: Failure) => e)
    expect((failure as Failure).errors[0].code).toBe('usage.request')
    expect((failure as Failure).message).toContain('run')
    expect((failure as Failure).message).not.toContain('person 7')
    const terms = { run: RUN, researcher: 's', terms: 'open', policy: {} } as never
    expect(await codeOf(hub.ask('room', 'open-room', { terms }))).toBe('usage.request')
    expect(await codeOf(hub.ask('room', 'compute', { terms, fragment: 1 }))).toBe('usage.request')
    expect(await codeOf(hub.ask('holder:a', 'describe', {}))).toBe('unavailable.holder')
  })

  test('has each party once', () => {
    const network = createNetwork(ports())
    const keys = generateKeys()
    network.join('hub', keys, {})
    expect(network.keyOf('hub')).toEqual(publicHalf(keys.signing))
    expect(() => network.join('hub', generateKeys(), {})).toThrow(/already joined/)
  })

  test('can be tapped until told to stop', async () => {
    const network = createNetwork(ports())
    const hub = network.join('hub', generateKeys(), {})
    network.join('room', generateKeys(), { 'close-room': async () => ({ reply: {} }) })
    const seen: string[] = []
    const stop = network.tap((_bytes, from, to) => seen.push(`${from}→${to}`))
    await hub.ask('room', 'close-room', { run: RUN })
    stop()
    await hub.ask('room', 'close-room', { run: RUN })
    expect(seen).toEqual(['hub→room', 'room→hub'])
  })
})
