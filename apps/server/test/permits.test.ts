/**
 * Permits over the whole of Sund: who is refused by whom and why, what stops a run that is under way, and that neither holder nor room takes the hub's
 * word for anything.
 */
import { join } from 'node:path'
import { openAccess } from '@sund/access'
import { compile, type Fragment, split } from '@sund/engine'
import {
  type Failure,
  OPEN_POLICY,
  PERMIT,
  type Permit,
  type RunTerms,
  relax,
  systemClock,
} from '@sund/model'
import {
  createVault,
  generateKeys,
  type Handlers,
  LINKAGE_SECRET_BYTES,
  linkageTokens,
  publicHalf,
  readOrCreateSecret,
  signed,
  VAULT_KEY_BYTES,
} from '@sund/network'
import { openHoldings } from '@sund/registers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holderHandlers } from '../src/roles/holder.js'
import { createPermitReader } from '../src/roles/permits.js'
import { createRoom, type Room } from '../src/roles/room.js'
import { pseudonym } from '../src/roles/run.js'
import { NOBODY_OUT } from './alone.js'
import { KARI, OLA, openPermitted, under } from './permitted.js'
import { SCRIPT } from './registers.js'

const offset = { milliseconds: 0 }
const clock = { now: () => new Date(Date.now() + offset.milliseconds) }
let open: Awaited<ReturnType<typeof openPermitted>>
beforeAll(async () => {
  open = await openPermitted(clock)
})
afterAll(() => open.dispose())

const run = async (script: string, researcher = KARI) =>
  (await open.sund.hub.run({ script, researcher })).value
const ALONE = `require test.population as p
create-dataset d
import p/SEX
import p/AGE
tabulate SEX
`
/** Most of ten seconds, if nobody stops it. */
const SLOW = `${ALONE}for i in 1:40
generate c ++ $i = ${Array.from({ length: 12 }, (_, k) => `ln(comb(3000 + ${k} + AGE, 1100))`).join(' + ')}
summarize c ++ $i
end
`
const messages = ({ errors }: { errors: readonly { code: string; message: string }[] }) =>
  errors.map(({ code, message }) => `${code}: ${message}`)

describe('row 13: a permit is signed and dated, and what it says is enforced', () => {
  test('its script runs over all holders and the room, and the log says under which permit', async () => {
    const record = await open.issue()
    const document = await run(under(record, SCRIPT))
    expect(document).toMatchObject({ state: 'released', errors: [] })
    expect(document.results).toHaveLength(4)
    const check = await open.sund.hub.check(under(record, SCRIPT), KARI)
    expect(check).toMatchObject({ errors: [], terms: 'permit', permit: record.permit.id })
    const foreseen = await open.sund.hub.foresee(under(record, ALONE), KARI)
    expect(foreseen).toMatchObject({ errors: [], commands: [{ forecast: { index: 0 } }] })
  })

  test('without one, variables that need it are named, at their places', async () => {
    const document = await run(ALONE)
    expect(messages(document)).toEqual([
      'permission.denied: test.population/SEX needs a permit, and the script names none.',
      'permission.denied: test.population/AGE needs a permit, and the script names none.',
    ])
    expect(document.errors.map(({ position }) => position?.line)).toEqual([3, 4])
    const check = await open.sund.hub.check(ALONE)
    expect(check).toMatchObject({ terms: null, uses: [{ variable: 'SEX', terms: 'permit' }, {}] })
  })

  test('another variable, version, person or time is refused', async () => {
    const [first, second] = open.draft().registers as [
      Permit['registers'][number],
      Permit['registers'][number],
    ]
    const narrow = await open.issue({ registers: [{ ...first, variables: ['SEX'] }, second] })
    const otherVersion = await open.issue({ registers: [{ ...first, version: '2' }, second] })
    const fine = await open.issue()
    const past = await open.issue({ until: '2020-12-31' })
    const next = await open.issue({ from: '2099-01-01' })
    expect(messages(await run(under(narrow, ALONE)))).toEqual([
      `permission.denied: test.population/AGE is not among what the permit ${narrow.permit.id} allows.`,
    ])
    expect(messages(await run(under(otherVersion, ALONE)))).toEqual([
      `permission.denied: test.population is used in version 1.0.0, and the permit ${otherVersion.permit.id} is for 2.`,
    ])
    expect(messages(await run(under(fine, ALONE), OLA))).toEqual([
      `permission.denied: There is no permit ${fine.permit.id} that names you.`,
    ])
    expect(messages(await run(under(past, ALONE)))[0]).toContain('has expired')
    expect(messages(await run(under(next, ALONE)))[0]).toContain('holds from 2099-01-01 on')
    expect(messages(await run(under({ permit: { id: 'P-ZZZZZZZZZZ' } }, ALONE)))[0]).toContain('names you')
  })

  test('a variable that is read through a condition, a window or a join only is used like any other', async () => {
    const narrow = await open.issue({
      registers: [{ register: 'test.population', holder: 'north', version: null, variables: ['SEX'] }],
    })
    const readings = [
      'import p/AGE\ntabulate SEX if AGE > 40',
      'import p/AGE\nkeep if AGE > 40\ndrop AGE\ntabulate SEX',
      'import p/AGE\naggregate (mean) AGE -> m, by(SEX)\ntabulate SEX',
      'create-dataset other\nimport p/AGE\ngenerate old = AGE > 40\nmerge old into d\nuse d\ntabulate old',
    ]
    for (const reading of readings) {
      const script = `require test.population as p\ncreate-dataset d\nimport p/SEX\n${reading}\n`
      expect(messages(await run(under(narrow, script)))).toContain(
        `permission.denied: test.population/AGE is not among what the permit ${narrow.permit.id} allows.`,
      )
    }
  })

  test('two permits together show what neither allows to nobody', async () => {
    const [first, second] = open.draft().registers as [
      Permit['registers'][number],
      Permit['registers'][number],
    ]
    const [one, other] = [await open.issue({ registers: [first] }), await open.issue({ registers: [second] })]
    expect(messages(await run(under(one, SCRIPT)))).toEqual([
      `permission.denied: test.laboratory/LEVEL is not among what the permit ${one.permit.id} allows.`,
    ])
    expect(messages(await run(under(other, SCRIPT)))).toHaveLength(2)
    expect(messages(await run(under(one, under(other, SCRIPT))))[0]).toContain('script.duplicate-name')
  })

  test('a rule that it relaxes is relaxed where the holder accepts that, and the result says why', async () => {
    const relaxations = [
      { rule: 'P1' as const, numbers: { minimumPopulation: 10 }, reason: 'A rare disease' },
    ]
    const script = `${ALONE}keep if AGE < 30\ntabulate SEX\n`
    const { policy } = open.sund.holders.get('north') ?? {}
    const last = async (more: Partial<Permit>) =>
      (await run(under(await open.issue(more), script))).results.at(-1)
    expect((await last({}))?.body.kind).toBe('notice')
    expect((await last({ relaxations }))?.body.kind).toBe('notice')
    await policy?.write({ version: 'north-1', reason: 'Accepted', numbers: {}, permits: ['P1'] })
    const told = await last({ relaxations })
    await policy?.write(null)
    expect(told?.body.kind).toBe('table')
    expect(told?.protection).toContainEqual(
      expect.objectContaining({ rule: 'P1', relaxed: 'A rare disease' }),
    )
  })

  test('a feasibility count needs none: it is asked before one applies', async () => {
    const { value } = await open.sund.hub.count('inrange(population/AGE, 30, 60)', OLA)
    expect(value.count).toHaveProperty('value')
  })
})

describe('row 13: rows of other years and of other persons never take part', () => {
  const registers = (): Permit['registers'] => [
    ...open.draft().registers,
    { register: 'test.visits', holder: 'south', version: null, variables: ['KIND'] },
  ]
  const REQUIRED = 'require test.population as p\nrequire test.laboratory as l\nrequire test.visits as v\n'
  let strangers = 0
  /** What the results of a script say to somebody who was never told anything, under a permit for all registers. */
  async function told(
    script: string,
    more: Partial<Permit> = {},
    somebody = { subject: `demo:${++strangers}`, name: 'Somebody' },
  ) {
    const persons = [{ ...somebody, pseudonym: pseudonym(open.keys, somebody.subject) }]
    const record = await open.issue({ registers: registers(), persons, ...more })
    const document = await run(under(record, REQUIRED + script), somebody)
    expect(messages(document)).toEqual([])
    return document.results.map(({ body }) => body)
  }

  test('years: what a script asks beyond them is as if it were not there', async () => {
    const visits = (from: number, until: number) =>
      `create-dataset v\nimport-event v/KIND ${from}-01-01 to ${until}-12-31\ntabulate KIND\n`
    const years = { from: 2016, until: 2017 }
    const inYears = await told(visits(2016, 2017))
    expect(await told(visits(2015, 2019), { years })).toEqual(inYears)
    expect(await told(visits(2015, 2019))).not.toEqual(inYears)
    const day = 'create-dataset v\nimport-event v/KIND 2015-01-01 to 2015-12-31\ntabulate KIND\n'
    expect((await told(day, { years }))[0]?.kind).toBe('notice')
  })

  const OLDER = { register: 'test.population', variable: 'AGE', least: 30 }
  const SEXES = 'create-dataset d\nimport p/SEX\nimport p/AGE\n'
  const population = { text: 'Some', criteria: OLDER }

  test('population: where one holder knows it, at that holder', async () => {
    const kept = await told(`${SEXES}keep if AGE >= 30\ntabulate SEX\nsummarize AGE\n`)
    expect(await told(`${SEXES}tabulate SEX\nsummarize AGE\n`, { population })).toEqual(kept)
    expect(await told(`${SEXES}tabulate SEX\nsummarize AGE\n`)).not.toEqual(kept)
  })

  test('to the release ledger the people of a permit are others than everyone, and the same once more by another way', async () => {
    const script = `${SEXES}summarize AGE\n`
    const somebody = { subject: 'demo:curious', name: 'Curious' }
    const means = (bodies: Awaited<ReturnType<typeof told>>) =>
      bodies.map((body) => (body.kind === 'summary' ? body.rows[0]?.mean : null))
    expect(means(await told(script, { population }, somebody))).toEqual([{ value: 54.5, error: 0.0101 }])
    const kept = await told(`${SEXES}keep if AGE >= 30\nsummarize AGE\n`, {}, somebody)
    expect(means(kept)).toEqual([{ withheld: 'L1' }])
  })

  test('population: rows of other holders are held against it in the room', async () => {
    const kept = await told(`${SEXES}import l/LEVEL\nkeep if AGE >= 30\nsummarize LEVEL\n`)
    expect(await told(`${SEXES}import l/LEVEL\nsummarize LEVEL\n`, { population })).toEqual(kept)
    expect(await told('create-dataset d\nimport l/LEVEL\nsummarize LEVEL\n', { population })).toEqual(kept)
    const made =
      'create-dataset d\nimport l/LEVEL\ngenerate high = LEVEL > 5\nkeep if high\nsummarize LEVEL\n'
    const both = `${SEXES}import l/LEVEL\ngenerate high = LEVEL > 5\nkeep if high & AGE >= 30\nsummarize LEVEL\n`
    expect(await told(made, { population })).toEqual(await told(both))
  })

  test('population: of another register of the same holder, which numbers its persons otherwise', async () => {
    const criteria = { register: 'test.visits', variable: 'KIND', codes: ['a', 'b'], from: 2018, until: 2018 }
    const kept = await told(`create-dataset v
import-event v/KIND 2018-01-01 to 2018-12-31
generate one = 1
collapse (count) one -> visits, by(PERSONID_1)
create-dataset d
import l/LEVEL
use v
merge visits into d
use d
keep if !sysmiss(visits)
summarize LEVEL
`)
    const all = 'create-dataset d\nimport l/LEVEL\nsummarize LEVEL\n'
    expect(await told(all, { population: { text: 'Some', criteria } })).toEqual(kept)
    expect(await told(all)).not.toEqual(kept)
  })

  test('population: of several holders, no one of which learns who is in it', async () => {
    const criteria = {
      any: [
        { register: 'test.population', variable: 'AGE', least: 70 },
        { register: 'test.visits', variable: 'KIND', codes: ['a', 'b'], from: 2018, until: 2018 },
      ],
    }
    const seen: string[] = []
    const kept = await told(
      `create-dataset v
import-event v/KIND 2018-01-01 to 2018-12-31
generate one = 1
collapse (count) one -> visits, by(PERSONID_1)
create-dataset d
import p/SEX
import p/AGE
use v
merge visits into d
use d
keep if AGE >= 70 | !sysmiss(visits)
tabulate SEX
`,
    )
    const stop = open.sund.tap((_bytes, from, to) => void seen.push(`${from} ${to}`))
    expect(await told(`${SEXES}tabulate SEX\n`, { population: { text: 'Some', criteria } })).toEqual(kept)
    stop()
    expect(seen).toContain('holder:south room')
    expect(seen.filter((way) => /^holder:.* holder:/.test(way))).toEqual([])
  })

  test('what cannot be enforced is refused by name, and a check says so', async () => {
    const strange = { register: 'test.elsewhere', variable: 'X', codes: ['1'] }
    for (const [criteria, why] of [
      [strange, 'it speaks of test.elsewhere, which is not among its registers'],
      [{ not: OLDER }, 'it also holds for persons of whom nothing is known'],
    ] as const) {
      const record = await open.issue({ population: { text: 'Some', criteria } })
      expect(messages(await run(under(record, ALONE)))[0]).toContain(why)
      expect(messages(await open.sund.hub.check(under(record, ALONE), KARI))[0]).toContain(why)
    }
    const unindexed = { register: 'test.laboratory', variable: 'LEVEL', least: 5 }
    const record = await open.issue({ population: { text: 'Some', criteria: unindexed } })
    expect(messages(await run(under(record, ALONE)))[0]).toContain('data.version: LEVEL of test.laboratory')
  })
})

describe('row 7: what is revoked, stopped or over stops what is running', () => {
  /** The document of a slow run, of which something becomes after its first result; and how long it took to end after that. */
  async function interrupted(
    of: Awaited<ReturnType<typeof open.issue>>,
    becomes: () => void | Promise<void>,
  ) {
    let at = 0
    let told = false
    const { value } = await open.sund.hub.run({
      script: under(of, SLOW),
      researcher: KARI,
      onResult() {
        if (told) return
        told = true
        setTimeout(async () => {
          at = performance.now()
          await becomes()
        }, 50)
      },
    })
    return { document: value, after: performance.now() - at }
  }

  test.each([
    ['revoked', { status: 'REVOKED' as const }, 'was revoked'],
    ['stopped', { stopped: true }, 'is stopped'],
    ['taken from a person', { removed: [KARI.subject] }, 'You were removed'],
  ])('%s', async (_what, change, why) => {
    const record = await open.issue()
    const { id } = record.permit
    const { document, after } = await interrupted(record, async () => {
      open.permits.set(id, { ...record, ...change })
      await open.sund.hub.permitChanged(id)
    })
    expect(document).toMatchObject({
      state: 'failed',
      receipt: null,
      errors: [{ code: 'permission.denied' }],
    })
    expect(document.errors[0]?.message).toContain(why)
    expect(document.results.length).toBeGreaterThan(0)
    expect(document.results.length).toBeLessThan(20)
    expect(after).toBeLessThan(3000)
  })

  test('changed: what runs under the permit as it was is stopped, and runs again under the new one', async () => {
    const record = await open.issue()
    const { id } = record.permit
    const { document } = await interrupted(record, async () => {
      await open.issue({ ...record.permit, revision: 2 })
      await open.sund.hub.permitChanged(id)
    })
    expect(document.errors[0]?.message).toContain('was changed while')
    expect((await run(under(record, ALONE))).state).toBe('released')
    // The one before no longer holds, whoever kept it.
    open.permits.set(id, record)
    expect(messages(await run(under(record, ALONE)))[0]).toMatch(
      /^permission.refused-by-holder: .*newer permit/,
    )
  })

  test('over: at the end of its last day', async () => {
    const today = new Date()
    const until = new Date(today.getTime() + 10 * 86_400_000).toISOString().slice(0, 10)
    const record = await open.issue({ until })
    const end = new Date(`${until}T00:00:00+01:00`).getTime() + 86_400_000
    offset.milliseconds = end - Date.now() - 1500
    try {
      const { value } = await open.sund.hub.run({ script: under(record, SLOW), researcher: KARI })
      expect(value).toMatchObject({ state: 'failed', errors: [{ code: 'permission.denied' }] })
      expect(value.errors[0]?.message).toContain('has expired')
    } finally {
      offset.milliseconds = 0
    }
  })

  test('and no result goes out under it though nobody told the hub', async () => {
    const record = await open.issue()
    const results: number[] = []
    const { value } = await open.sund.hub.run({
      script: under(record, `${ALONE}summarize AGE\ntabulate AGE\n`),
      researcher: KARI,
      onResult({ value: { index } }) {
        results.push(index)
        open.permits.set(record.permit.id, { ...record, status: 'REVOKED' })
      },
    })
    expect(results).toEqual([0])
    expect(messages(value)[0]).toContain('was revoked')
  })
})

describe('row 17: holders and room process for named persons only, whatever the hub says', () => {
  let north: Handlers
  let room: Room
  let fragments: readonly Fragment[]
  const limits = { workplace: { memoryMiB: 128, threads: 1 }, deadline: () => AbortSignal.timeout(30_000) }
  beforeAll(async () => {
    const folder = join(open.home, 'holders', 'north')
    const secret = await readOrCreateSecret(
      join(open.home, 'network', 'linkage.secret'),
      LINKAGE_SECRET_BYTES,
    )
    const vault = createVault(await readOrCreateSecret(join(folder, 'vault.key'), VAULT_KEY_BYTES))
    const ports = { vault, tokens: linkageTokens(secret), clock: systemClock }
    const permits = createPermitReader({ hubKey: () => publicHalf(open.keys.signing), clock: systemClock })
    north = holderHandlers(
      {
        name: 'north',
        holdings: await openHoldings(join(folder, 'holdings'), ports),
        work: join(folder, 'alone'),
        linkageSecret: secret,
        policy: () => OPEN_POLICY,
        own: () => null,
        ...NOBODY_OUT,
        permits,
        limits,
      },
      () => {
        throw new Error('asks nobody')
      },
    )
    room = createRoom({
      peer: () => {
        throw new Error('asks nobody')
      },
      work: join(open.home, 'room', 'alone'),
      permits,
      limits,
    })
    const { plan } = compile(
      ALONE.replace('tabulate SEX\n', 'textblock\nx\nendblock\ngenerate x = 1\n'),
      await open.sund.hub.catalogue(),
    )
    fragments = split(plan as NonNullable<typeof plan>)
    const { plan: table } = compile(ALONE, await open.sund.hub.catalogue())
    fragments = split(table as NonNullable<typeof table>)
  })
  afterAll(() => room.close())

  const termsOf = (more: Partial<RunTerms>): RunTerms => ({
    run: crypto.randomUUID(),
    researcher: pseudonym(open.keys, KARI.subject),
    terms: 'permit',
    policy: OPEN_POLICY,
    purpose: 'check',
    ...more,
  })
  /** What a holder, and what a room, says to terms: nothing where it does as it is asked. */
  const saidTo = async (more: Partial<RunTerms>, fragment: unknown = fragments[0]) => {
    const said = (work: Promise<unknown> | undefined) =>
      (work ?? Promise.resolve()).then(
        () => '',
        (thrown: Failure) => `${thrown.errors[0].code}: ${thrown.errors[0].message}`,
      )
    const terms = termsOf(more)
    const holder = await said(
      north.deliver?.({ terms, fragment, registers: [], room: null }, [], 'hub', async () => {}),
    )
    const inRoom = await said(room.handlers['open-room']?.({ terms }, [], 'hub', async () => {}))
    return { holder, room: inRoom }
  }
  const REFUSED = 'permission.refused-by-holder: A run was refused.'
  const both = (why: string) => ({ holder: `${REFUSED} ${why}`, room: `${REFUSED} ${why}` })

  test('a permit that holds is obeyed', async () => {
    const { jws } = await open.issue()
    expect(await saidTo({ permit: jws })).toEqual({ holder: '', room: '' })
  })

  test('a signature of another key, of nothing, or of something else is refused by both', async () => {
    const { jws, permit } = await open.issue()
    const bad = 'The signature of its permit does not hold.'
    const stranger = generateKeys()
    const [, payload = '', signature = ''] = jws.split('.')
    const header = (of: object) => Buffer.from(JSON.stringify(of)).toString('base64url')
    const larger = { ...permit, persons: [...permit.persons, { subject: 'x', name: 'X', pseudonym: 'x' }] }
    const forged = [
      await signed(stranger.signing, { type: PERMIT, by: 'hub' }, permit),
      await signed(stranger.signing, { type: PERMIT, by: 'room' }, permit),
      await signed(open.keys.signing, { type: 'sund-receipt', by: 'hub' }, permit),
      `${header({ alg: 'none', typ: PERMIT, kid: 'hub' })}.${payload}.`,
      `${header({ alg: 'none', typ: PERMIT, kid: 'hub' })}.${payload}.${signature}`,
      `${header({ alg: 'HS256', typ: PERMIT, kid: 'hub' })}.${payload}.${signature}`,
      `${jws.split('.')[0]}.${Buffer.from(JSON.stringify(larger)).toString('base64url')}.${signature}`,
      '',
      'x',
    ]
    for (const one of forged) expect(await saidTo({ permit: one })).toEqual(both(bad))
    const formless = await signed(open.keys.signing, { type: PERMIT, by: 'hub' }, { id: permit.id })
    expect(await saidTo({ permit: formless })).toEqual(both('Its permit does not have its form.'))
  })

  test('a permit of others, of other days, or none at all is refused by both', async () => {
    const { jws, permit } = await open.issue()
    const researcher = pseudonym(open.keys, OLA.subject)
    expect(await saidTo({ permit: jws, researcher })).toEqual(
      both(`The permit ${permit.id} does not name who asks.`),
    )
    const past = await open.issue({ until: '2020-12-31' })
    expect(await saidTo({ permit: past.jws })).toEqual(
      both(`The permit ${past.permit.id} does not hold today.`),
    )
    const apart = both('Its terms and its permit do not belong together.')
    expect(await saidTo({})).toEqual(apart)
    expect(await saidTo({ terms: 'open', permit: jws })).toEqual(apart)
  })

  test('a holder refuses what the permit does not grant, and open terms for what needs one', async () => {
    const other = await open.issue({
      registers: [{ register: 'test.laboratory', holder: 'south', version: null, variables: ['LEVEL'] }],
    })
    const version = await open.issue({
      registers: [{ register: 'test.population', holder: 'north', version: '7', variables: ['SEX', 'AGE'] }],
    })
    for (const { jws, permit } of [other, version])
      expect((await saidTo({ permit: jws })).holder).toBe(
        `${REFUSED} test.population/SEX in version 1.0.0 is not among what the permit ${permit.id} allows.`,
      )
    expect((await saidTo({ terms: 'open' })).holder).toBe(`${REFUSED} test.population/SEX needs a permit.`)
  })

  test('a holder makes nothing of rows that are to be held against a population elsewhere', async () => {
    const criteria = { register: 'test.laboratory', variable: 'LEVEL', least: 5 }
    const { jws, permit } = await open.issue({ population: { text: 'Some', criteria } })
    expect((await saidTo({ permit: jws })).holder).toBe(
      `${REFUSED} The population of the permit ${permit.id} is held against rows in the room and not here.`,
    )
  })

  test('a scan that reads nothing still tells whose rows there are', async () => {
    const bare = structuredClone(fragments[0]) as Fragment
    for (const step of bare.steps)
      if (step.do === 'relation' && step.relation.op === 'scan')
        Object.assign(step.relation, { read: [], present: [] })
    expect((await saidTo({ terms: 'open' }, bare)).holder).toContain('Nothing of the table PERSONS')
  })

  test('a holder relaxes what the permit says and not what the hub says', async () => {
    const { jws } = await open.issue()
    const relaxed = [{ rule: 'P1' as const, numbers: { minimumPopulation: 10 }, reason: 'Because' }]
    const terms = termsOf({ permit: jws, policy: relax(OPEN_POLICY, relaxed), purpose: 'check' })
    const parts: unknown[] = []
    const { plan } = compile(`${ALONE}keep if AGE < 30\ntabulate SEX\n`, await open.sund.hub.catalogue())
    const [fragment] = split(plan as NonNullable<typeof plan>)
    await north.deliver?.(
      { terms: { ...terms }, fragment, registers: [], room: null },
      [],
      'hub',
      async (part) => {
        parts.push(part)
      },
    )
    expect(parts.at(-1)).toMatchObject({ forecast: { refused: true } })
  })

  test('rows under one permit are not taken into a room of another', async () => {
    const [one, other] = [await open.issue(), await open.issue()]
    const terms = termsOf({ permit: one.jws })
    await room.handlers['open-room']?.({ terms }, [], 'hub', async () => {})
    const { run } = terms
    for (const permit of [`${other.permit.id} 1`, `${one.permit.id} 2`, undefined])
      await expect(
        room.handlers.delivery?.(
          { run, relation: 'r1', rows: 1, public: false, ...(permit ? { permit } : {}) },
          [],
          'holder:north',
          async () => {},
        ),
      ).rejects.toThrow('What meets in a room is of one permit.')
    await expect(
      room.handlers.compute?.(
        { terms: { ...terms, permit: other.jws }, fragment: fragments[0] },
        [],
        'hub',
        async () => {},
      ),
    ).rejects.toThrow('What meets in a room is of one permit.')
  })

  test('a count under a permit is refused: nothing relaxes it', async () => {
    const { jws } = await open.issue()
    await expect(
      north.count?.(
        {
          terms: termsOf({ permit: jws }),
          sets: [{ register: 'test.population', version: '1.0.0', variable: 'SEX', codes: ['1'] }],
          definition: 'x',
          room: null,
        },
        [],
        'hub',
        async () => {},
      ),
    ).rejects.toThrow('open terms')
  })
})

test('row 17: the log says who ran what under which permit', async () => {
  await open.sund.close()
  const access = await openAccess({ folder: join(open.home, 'hub', 'store') }, systemClock)
  const events = await access.log.list({ actor: KARI.subject, limit: 1000 })
  await access.close()
  const requested = events.filter(({ type }) => type === 'run-requested')
  expect(requested.length).toBeGreaterThan(5)
  expect(requested.every(({ payload }) => 'permit' in payload)).toBe(true)
  expect(requested[0]?.payload).toMatchObject({
    terms: 'permit',
    permit: { id: 'P-0000000001', revision: 1 },
  })
})
