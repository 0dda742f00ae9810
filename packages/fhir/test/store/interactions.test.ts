import { expect, test } from 'vitest'
import { STORE_ITSELF as all, jsonOf, parseJson, type Resource } from '../../src/index.js'
import { codeOf, onEachDatabase, readerWith } from './engines.js'

const patient = (more: Partial<Resource> = {}): Resource => ({ resourceType: 'Patient', ...more })
const observation = (subject: string, category = 'laboratory', more: Partial<Resource> = {}): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  category: [{ coding: [{ code: category }] }],
  code: { text: 'a' },
  subject: { reference: `Patient/${subject}` },
  ...more,
})

onEachDatabase((at) => {
  test('what is created is served as it was given, with its identifier, version and time', async () => {
    const { resource, created } = await at.store.create(
      all,
      patient({ id: 'mine', meta: { versionId: '9', tag: [{ code: 't' }] }, gender: 'female' }),
    )
    expect(created).toBe(true)
    expect(JSON.stringify(resource)).toBe(
      `{"resourceType":"Patient","id":"${resource.id}","meta":{"versionId":"1","tag":[{"code":"t"}],"lastUpdated":"2026-01-01T00:00:00.000Z"},"gender":"female"}`,
    )
    expect(resource.id).not.toBe('mine')
    const read = await at.store.read(all, { type: 'Patient', id: resource.id })
    expect(JSON.stringify(read)).toBe(JSON.stringify(resource))
  })

  test('every version stays, and history has them the latest first, page by page', async () => {
    const key = { type: 'Patient', id: 'versions' }
    expect((await at.store.update(all, patient({ id: key.id, gender: 'male' }))).created).toBe(true)
    const { resource } = await at.store.update(all, patient({ id: key.id, gender: 'female' }), { ifMatch: 1 })
    expect(resource.meta.versionId).toBe('2')
    const patched = await at.store.patch(all, key, [{ op: 'replace', path: '/gender', value: 'other' }])
    expect(patched).toMatchObject({ created: false, resource: { gender: 'other' } })
    await at.store.remove(all, key, { ifMatch: 3 })
    await at.store.remove(all, key)
    expect(await codeOf(at.store.read(all, key))).toBe('usage.gone')
    expect(await codeOf(at.store.vread(all, key, 4))).toBe('usage.not-found')
    expect((await at.store.vread(all, key, 1))['gender']).toBe('male')
    expect((await at.store.update(all, patient({ id: key.id }))).created).toBe(true)
    const one = await at.store.history(all, key, { count: 3 })
    const two = await at.store.history(all, key, { count: 3, before: one.next as bigint })
    const both = [...one.versions, ...two.versions]
    expect(both.map(({ version, method, resource }) => [version, method, resource?.['gender']])).toEqual([
      [5, 'PUT', undefined],
      [4, 'DELETE', undefined],
      [3, 'PATCH', 'other'],
      [2, 'PUT', 'female'],
      [1, 'PUT', 'male'],
    ])
    expect(two.next).toBeNull()
    const ofType = await at.store.history(all, { type: 'Patient' }, { count: 5 })
    expect(ofType.versions).toEqual([...one.versions, ...two.versions])
    const later = await at.store.history(all, {}, { count: 5, since: '2026-01-01T00:00:01Z' })
    expect(later).toEqual({ versions: [], next: null })
  })

  test('who has not seen the last version does not write over it', async () => {
    const key = { type: 'Patient', id: 'seen' }
    expect(await codeOf(at.store.update(all, patient({ id: key.id }), { ifMatch: 1 }))).toBe(
      'conflict.revision',
    )
    await at.store.update(all, patient({ id: key.id }))
    await at.store.update(all, patient({ id: key.id }))
    expect(await codeOf(at.store.update(all, patient({ id: key.id }), { ifMatch: 1 }))).toBe(
      'conflict.revision',
    )
    expect(await codeOf(at.store.patch(all, key, [], { ifMatch: 1 }))).toBe('conflict.revision')
    expect(await codeOf(at.store.remove(all, key, { ifMatch: 1 }))).toBe('conflict.revision')
    expect((await at.store.read(all, key)).meta.versionId).toBe('2')
  })

  test.each([
    ['no list', {}, 'usage.request'],
    ['another type', [{ op: 'replace', path: '/resourceType', value: 'Group' }], 'usage.request'],
    ['another identifier', [{ op: 'remove', path: '/id' }], 'usage.request'],
    ['no resource at all', [{ op: 'replace', path: '', value: 7 }], 'usage.request'],
    ['nothing there', [{ op: 'remove', path: '/nothing' }], 'usage.request'],
    ['an unknown operation', [{ op: 'add-all', path: '/a' }], 'usage.request'],
    ['the prototype', [{ op: 'add', path: '/__proto__/polluted', value: 1 }], 'usage.request'],
    ['a test that fails', [{ op: 'test', path: '/gender', value: 'x' }], 'conflict.revision'],
  ])('a patch of %s changes nothing', async (_what, operations, code) => {
    const { resource } = await at.store.create(all, patient())
    const key = { type: 'Patient', id: resource.id }
    expect(await codeOf(at.store.patch(all, key, operations))).toBe(code)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect((await at.store.read(all, key)).meta.versionId).toBe('1')
  })

  test.each([
    ['a type that R4 lacks', { resourceType: 'Person2' }, 'usage.not-found'],
    ['no type', { id: 'a' }, 'usage.request'],
    ['an identifier with a space', patient({ id: 'a b' }), 'usage.request'],
    ['a meta that is a list', patient({ id: 'a', meta: [] as never }), 'usage.request'],
    ['no identifier', patient(), 'usage.request'],
  ])('an update of %s is refused', async (_what, resource, code) => {
    expect(await codeOf(at.store.update(all, resource as Resource))).toBe(code)
  })

  test('conditions: create what is not there, update what is, delete what is found', async () => {
    const identifier = [{ system: 's', value: '1' }]
    const first = await at.store.create(all, patient({ identifier }), { ifNoneExist: 'identifier=s|1' })
    const again = await at.store.create(all, patient({ identifier }), { ifNoneExist: 'identifier=s|1' })
    expect([first.created, again.created]).toEqual([true, false])
    expect(again.resource).toEqual(first.resource)
    const where = 'identifier=s|1'
    const updated = await at.store.update(all, patient({ identifier, gender: 'male' }), { where })
    expect(updated).toMatchObject({ created: false, resource: { id: first.resource.id } })
    expect(await codeOf(at.store.update(all, patient({ id: 'else' }), { where }))).toBe('usage.request')
    const none = 'identifier=s|2'
    expect((await at.store.update(all, patient({ id: 'here' }), { where: none })).resource.id).toBe('here')
    expect(await codeOf(at.store.update(all, patient({ id: 'here' }), { where: none }))).toBe(
      'conflict.exists',
    )
    expect(await codeOf(at.store.create(all, patient(), { ifNoneExist: 'no-such=1' }))).toBe('usage.request')
    expect(await codeOf(at.store.create(all, patient(), { ifNoneExist: '' }))).toBe('usage.request')
    // What would hide the one that is there.
    for (const hiding of ['_count=0', '_page=x', '_summary=count'])
      expect(await codeOf(at.store.create(all, patient(), { ifNoneExist: `identifier=s|1&${hiding}` }))).toBe(
        'usage.request',
      )
    await at.store.create(all, patient({ identifier }))
    expect(await codeOf(at.store.create(all, patient(), { ifNoneExist: where }))).toBe('conflict.exists')
    expect(await codeOf(at.store.update(all, patient(), { where }))).toBe('conflict.exists')
    const nobody = { where: 'identifier=s|nobody', ifMatch: 1 }
    expect(await codeOf(at.store.update(all, patient(), nobody))).toBe('conflict.revision')
    const removed = await at.store.removeWhere(all, 'Patient', where)
    expect(removed.map(({ id, version }) => [id, version])).toContainEqual([first.resource.id, 2])
    expect(removed).toHaveLength(2)
    expect(await at.store.removeWhere(all, 'Patient', where)).toEqual([])
  })

  test('a condition that finds too many to delete deletes none of them, and a thousand are not too many', async () => {
    const many = (count: number, family: string) =>
      Array.from({ length: count }, (_, n) => patient({ id: `${family}-${n}`, name: [{ family }] }))
    await at.store.load([...many(1001, 'toomany'), ...many(1000, 'thousand')])
    const left = async (name: string) =>
      (await at.store.search(all, 'Patient', `name=${name}&_count=0`, { handling: 'strict' })).total
    expect(await codeOf(at.store.removeWhere(all, 'Patient', 'name=toomany'))).toBe('usage.too-large')
    expect(await left('toomany')).toBe(1001)
    expect(await at.store.removeWhere(all, 'Patient', 'name=thousand')).toHaveLength(1000)
    expect(await left('thousand')).toBe(0)
  })

  test('a patch by a condition is of the one that it finds', async () => {
    const identifier = [{ value: 'patched' }]
    const { resource } = await at.store.create(all, patient({ identifier }))
    const of = { type: 'Patient', where: 'identifier=patched' }
    const operations = [{ op: 'add', path: '/gender', value: 'female' }]
    expect(await codeOf(at.store.patch(all, of, operations, { ifMatch: 2 }))).toBe('conflict.revision')
    const patched = await at.store.patch(all, of, operations, { ifMatch: 1 })
    expect(patched.resource).toMatchObject({ id: resource.id, gender: 'female', meta: { versionId: '2' } })
    await at.store.create(all, patient({ identifier }))
    expect(await codeOf(at.store.patch(all, of, operations))).toBe('conflict.exists')
    const none = { type: 'Patient', where: 'identifier=patched-by-nobody' }
    expect(await codeOf(at.store.patch(all, none, operations))).toBe('usage.not-found')
    const hers = readerWith({ 'Patient.s': [''], 'Patient.u': [''] }, { patient: 'else' })
    expect(await codeOf(at.store.patch(hers, of, operations))).toBe('usage.not-found')
  })

  test('a decimal is served as it was written, whatever becomes of what is around it', async () => {
    const key = { type: 'Observation', id: 'exact' }
    const sent = (value: string) =>
      parseJson(
        `{"resourceType":"Observation","id":"exact","valueQuantity":{"value":${value}},"note":[{"text":"1.0"}]}`,
      ) as Resource
    const values = async (written: Promise<unknown>) =>
      [...jsonOf(await written).matchAll(/"value":([^,}]+)/g)].map(([, value]) => value)
    expect(await values(at.store.update(all, sent('1.00')))).toEqual(['1.00'])
    expect(await values(at.store.load([sent('0.010')]).then(() => at.store.read(all, key)))).toEqual([
      '0.010',
    ])
    const entry = [{ resource: sent('1e2'), request: { method: 'PUT', url: 'Observation/exact' } }]
    await at.store.bundle(all, { resourceType: 'Bundle', type: 'transaction', entry })
    const patches: [string, string][] = [
      ['[{"op":"replace","path":"/valueQuantity/value","value":5.0}]', '5.0'],
      [
        '[{"op":"test","path":"/valueQuantity/value","value":5},{"op":"add","path":"/language","value":"nb"}]',
        '5.0',
      ],
      [
        '[{"op":"copy","from":"/valueQuantity","path":"/component","value":0},{"op":"remove","path":"/component"}]',
        '5.0',
      ],
      ['[{"op":"replace","path":"/valueQuantity/value","value":5}]', '5'],
    ]
    for (const [operations, value] of patches)
      expect([operations, await values(at.store.patch(all, key, parseJson(operations)))]).toEqual([
        operations,
        [value],
      ])
    expect(
      await codeOf(
        at.store.patch(all, key, parseJson('[{"op":"test","path":"/valueQuantity/value","value":5.1}]')),
      ),
    ).toBe('conflict.revision')
    expect(await values(at.store.vread(all, key, 1))).toEqual(['1.00'])
    const { versions } = await at.store.history(all, key, { count: 10 })
    expect(await values(Promise.resolve(versions.map(({ resource }) => resource)))).toEqual([
      ...['5', '5.0', '5.0', '5.0', '1e2', '0.010', '1.00'],
    ])
    const found = at.store.search(all, 'Observation', '_id=exact&_elements=valueQuantity', {
      handling: 'strict',
    })
    expect(await values(found.then(({ matches }) => matches))).toEqual(['5'])
  })

  test('everything between two days is what has a date of care there, or none', async () => {
    const dated = (id: string, effectiveDateTime?: string) =>
      observation('cared', 'a', { id, ...(effectiveDateTime && { effectiveDateTime }) })
    await at.store.load([
      patient({ id: 'cared' }),
      dated('before', '2019-12-31'),
      dated('within', '2020-06-01T12:00:00Z'),
      dated('after', '2022-01-01'),
      dated('undated'),
      ...['2010-05', '2021'].map((onsetDateTime, n) => ({
        ...{ resourceType: 'Condition', id: `onset-${n}`, subject: { reference: 'Patient/cared' } },
        onsetDateTime,
      })),
    ])
    const ids = async (period: { start?: string; end?: string }, count = 2) => {
      const found: string[] = []
      for (let after: string | null = '0'; after !== null; ) {
        const page = await at.store.everything(all, 'cared', { ...period, count, after })
        found.push(...page.resources.map(({ id }) => id))
        after = page.next
      }
      return found
    }
    expect(await ids({ start: '2020-01-01', end: '2021-12-31' })).toEqual([
      ...['cared', 'within', 'undated', 'onset-1'],
    ])
    expect(await ids({ end: '2019' })).toEqual(['cared', 'before', 'undated', 'onset-0'])
    expect(await ids({ start: '2022' })).toEqual(['cared', 'after', 'undated'])
    expect(await ids({}, 100)).toHaveLength(7)
  })

  test('of conditional creates at once one creates, and all have the same resource', async () => {
    const identifier = [{ value: 'at once' }]
    const written = await Promise.all(
      Array.from({ length: 10 }, () =>
        at.store.create(all, patient({ identifier }), { ifNoneExist: 'identifier=at once' }),
      ),
    )
    expect(written.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(written.map(({ resource }) => resource.id)).size).toBe(1)
  })

  test('writers to one resource come one after another, and changes have them in that order', async () => {
    const before = (await at.store.changes(0n, { limit: 10_000 })).at(-1)?.position ?? 0n
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => at.store.update(all, patient({ id: 'contended', n }))),
    )
    const changes = await at.store.changes(before)
    expect(changes.map(({ version }) => version)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1))
    expect(changes.map(({ position }) => position - before)).toEqual(
      Array.from({ length: 12 }, (_, n) => BigInt(n + 1)),
    )
    expect(await at.store.changes(before, { types: [] })).toEqual([])
    expect(await at.store.changes(before, { types: ['Observation'] })).toEqual([])
    expect(await at.store.changes(before + 10n, { types: ['Patient'], limit: 1 })).toEqual([changes[10]])
  })

  test('an import keeps identifiers, is whole or not at all, and says which resource is none', async () => {
    const many = Array.from({ length: 600 }, (_, n) => observation(`p${n % 2}`, 'a', { id: `import-${n}` }))
    const twice = [patient({ id: 'twice', gender: 'male' }), patient({ id: 'twice', gender: 'female' })]
    expect(await at.store.load([...many, ...twice])).toEqual({ created: 601, updated: 1 })
    expect(await at.store.load(many.slice(0, 300))).toEqual({ created: 0, updated: 300 })
    expect((await at.store.read(all, { type: 'Patient', id: 'twice' }))['gender']).toBe('female')
    expect(await at.store.load([])).toEqual({ created: 0, updated: 0 })
    const bad = at.store.load([patient({ id: 'not-written' }), { resourceType: 'Nothing' }])
    await expect(bad).rejects.toThrow(/^Resource 2 of the import: /)
    expect(await codeOf(at.store.read(all, { type: 'Patient', id: 'not-written' }))).toBe('usage.not-found')
    const { matches, total } = await at.store.search(
      all,
      'Observation',
      'patient=p1&_total=accurate&_count=5',
      {
        handling: 'strict',
      },
    )
    expect([matches.length, total]).toEqual([5, 300])
    await at.store.load([
      patient({ id: 'long', name: [{ text: 'x'.repeat(17_000_000) }] }),
      patient({ id: 'short' }),
    ])
    expect((await at.store.read(all, { type: 'Patient', id: 'short' })).id).toBe('short')
  })

  test('what a reader may not see is not there; a type that is not theirs is denied', async () => {
    for (const id of ['p1', 'p2']) {
      await at.store.update(all, patient({ id }))
      for (const category of ['laboratory', 'vital-signs'])
        await at.store.update(all, observation(id, category, { id: `${id}-${category}` }))
    }
    const key = (id: string) => ({ type: 'Observation', id })
    const reader = readerWith(
      {
        'Patient.r': [''],
        'Patient.s': [''],
        'Observation.r': ['category=laboratory'],
        'Observation.s': ['category=laboratory'],
      },
      { patient: 'p1' },
    )
    expect((await at.store.read(reader, key('p1-laboratory'))).id).toBe('p1-laboratory')
    expect(await codeOf(at.store.read(reader, key('p1-vital-signs')))).toBe('usage.not-found')
    expect(await codeOf(at.store.read(reader, key('p2-laboratory')))).toBe('usage.not-found')
    expect(await codeOf(at.store.read(reader, { type: 'Condition', id: 'none' }))).toBe('permission.denied')
    expect(await codeOf(at.store.update(reader, observation('p1')))).toBe('usage.request')
    expect(
      await codeOf(at.store.update(reader, observation('p1', 'laboratory', { id: 'p1-laboratory' }))),
    ).toBe('permission.denied')
    const ids = async (page: { types?: string[]; count: number }) =>
      (await at.store.everything(reader, 'p1', page)).resources.map(({ id }) => id)
    expect(await ids({ count: 10 })).toEqual(['p1', 'p1-laboratory'])
    expect(await ids({ count: 10, types: ['Observation'] })).toEqual(['p1-laboratory'])
    expect(await codeOf(at.store.everything(reader, 'p2', { count: 10 }))).toBe('usage.not-found')
    expect(await codeOf(at.store.everything(reader, 'p1', { count: 1, types: ['Goal'] }))).toBe(
      'permission.denied',
    )
    const { versions } = await at.store.history(reader, { type: 'Observation' }, { count: 10 })
    expect(versions.map(({ id }) => id)).toEqual(['p1-laboratory'])
  })

  test('an old version is seen by what it was, not by what has become of it', async () => {
    const id = 'recoded'
    await at.store.update(all, observation('p1', 'vital-signs', { id }))
    await at.store.update(all, observation('p1', 'laboratory', { id }))
    await at.store.remove(all, { type: 'Observation', id })
    const laboratory = readerWith({ 'Observation.r': ['category=laboratory'] })
    const key = { type: 'Observation', id }
    expect((await at.store.vread(laboratory, key, 2)).meta.versionId).toBe('2')
    expect(await codeOf(at.store.vread(laboratory, key, 1))).toBe('usage.not-found')
    const { versions } = await at.store.history(laboratory, key, { count: 10 })
    expect(versions.map(({ version, resource }) => [version, resource === null])).toEqual([
      [3, true],
      [2, false],
    ])
    expect(await codeOf(at.store.read(all, key))).toBe('usage.gone')
    expect(await codeOf(at.store.read(laboratory, key))).toBe('usage.gone')
    expect(await codeOf(at.store.read(readerWith({ 'Observation.r': [''] }, { patient: 'p2' }), key))).toBe(
      'usage.not-found',
    )
  })

  test('a reader writes only what is theirs, before and after', async () => {
    const writer = readerWith(
      {
        'Observation.c': ['category=vital-signs'],
        'Observation.u': ['category=vital-signs'],
        'Observation.d': [''],
      },
      { patient: 'p1' },
    )
    const { resource } = await at.store.create(writer, observation('p1', 'vital-signs'))
    const own = { type: 'Observation', id: resource.id }
    expect(await codeOf(at.store.create(writer, observation('p1', 'laboratory')))).toBe('permission.denied')
    expect(await codeOf(at.store.create(writer, observation('p2', 'vital-signs')))).toBe('permission.denied')
    const away = [{ op: 'replace', path: '/subject/reference', value: 'Patient/p2' }]
    expect(await codeOf(at.store.patch(writer, own, away))).toBe('permission.denied')
    const others = { type: 'Observation', id: 'p2-vital-signs' }
    expect(await codeOf(at.store.patch(writer, others, []))).toBe('usage.not-found')
    expect(await codeOf(at.store.remove(writer, others))).toBe('usage.not-found')
    await at.store.remove(all, others)
    expect(await codeOf(at.store.remove(writer, others))).toBe('usage.not-found')
    await at.store.update(all, observation('p2', 'vital-signs', { id: others.id }))
    expect((await at.store.history(all, own, { count: 9 })).versions).toHaveLength(1)
    await at.store.remove(writer, own)
    expect(await codeOf(at.store.read(all, own))).toBe('usage.gone')
  })

  test('consents leave what they leave, of patients that have said anything and of others', async () => {
    const gate = (otherwise: boolean) =>
      readerWith(
        { '*.r': [''], '*.s': [''] },
        {
          consents: {
            patients: new Set(['p1']),
            otherwise,
            allows: ({ resourceType }, patients) => resourceType === 'Patient' && patients.includes('p1'),
          },
        },
      )
    const code = (reader: ReturnType<typeof gate>, type: string, id: string) =>
      codeOf(at.store.read(reader, { type, id }))
    expect(await code(gate(true), 'Patient', 'p1')).toBe('no error')
    expect(await code(gate(true), 'Observation', 'p1-laboratory')).toBe('usage.not-found')
    expect(await code(gate(true), 'Observation', 'p2-laboratory')).toBe('no error')
    expect(await code(gate(false), 'Observation', 'p2-laboratory')).toBe('usage.not-found')
    const { resources } = await at.store.everything(gate(true), 'p1', { count: 10 })
    expect(resources.map(({ id }) => id)).toEqual(['p1'])
  })

  test('everything of a patient comes in pages that new resources do not disturb', async () => {
    await at.store.update(all, patient({ id: 'much' }))
    for (let n = 0; n < 5; n++) await at.store.update(all, observation('much', 'a', { id: `much-${n}` }))
    const one = await at.store.everything(all, 'much', { count: 4 })
    await at.store.update(all, observation('much', 'b', { id: 'much-0' }))
    await at.store.update(all, observation('much', 'a', { id: 'much-5' }))
    const two = await at.store.everything(all, 'much', { count: 4, after: one.next as string })
    expect([...one.resources, ...two.resources].map(({ id }) => id)).toEqual([
      'much',
      ...[0, 1, 2, 3, 4, 5].map((n) => `much-${n}`),
    ])
    expect(two.next).toBeNull()
    expect(await codeOf(at.store.everything(all, 'much', { count: 4, after: 'x' }))).toBe('usage.request')
  })
})
