/** Random sequences of interactions against the plain model: the same results, versions and errors, on both databases. */

import { Failure } from '@sund/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STORE_ITSELF as all, type Change, type Resource, type Written } from '../../src/index.js'
import { onEachDatabase } from './engines.js'
import { Model, type Outcome, type Patient } from './model.js'

const RUNS = Number(process.env['SUND_FHIR_SEQUENCES'] ?? 25)

const name = fc.constantFrom('a', 'b', 'c')
const value = fc.constantFrom('1', '2')
const gender = fc.constantFrom('male', 'female', 'other')
const seen = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })
const body = fc.record({ value: fc.option(value, { nil: undefined }), gender })

const single = fc.oneof(
  fc.record({ do: fc.constant('create' as const), body, where: fc.option(value, { nil: undefined }) }),
  fc.record({ do: fc.constant('update' as const), name, body, seen }),
  fc.record({
    do: fc.constant('updateWhere' as const),
    name: fc.option(name, { nil: undefined }),
    body,
    where: value,
  }),
  fc.record({ do: fc.constant('patch' as const), name, gender, seen }),
  fc.record({ do: fc.constant('remove' as const), name, seen }),
  fc.record({ do: fc.constant('removeWhere' as const), where: value }),
)
const step = fc.oneof(
  { weight: 8, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('load' as const), names: fc.array(fc.tuple(name, body)) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('transaction' as const),
      puts: fc.uniqueArray(fc.tuple(name, body, seen), { selector: ([one]) => one, minLength: 1 }),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

onEachDatabase((at) => {
  let run = 0
  let position = 0n

  /** One sequence, with identifiers and values that no other has. */
  async function follow(steps: readonly Step[]) {
    const own = `r${++run}-`
    let model = new Model()
    const patient = (given: { value: string | undefined; gender: string }, id?: string): Patient => ({
      resourceType: 'Patient',
      ...(id !== undefined && { id }),
      ...(given.value !== undefined && { identifier: [{ value: own + given.value }] }),
      gender: given.gender,
    })
    const query = (where: string | undefined) => `identifier=${own}${where}`
    const key = (one: string) => ({ type: 'Patient', id: own + one })
    const outcome = (promise: Promise<Written | number | undefined>): Promise<Outcome> =>
      promise.then(
        (came) =>
          typeof came === 'object'
            ? { id: came.resource.id, version: Number(came.resource.meta.versionId), created: came.created }
            : (came ?? 0),
        (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${error}`),
      )
    const given = (came: Outcome) => (typeof came === 'object' ? came.id : 'none')
    const ifMatch = (version: number | undefined) => (version === undefined ? {} : { ifMatch: version })
    const put = (one: string, wanted: Parameters<typeof patient>[0], version: number | undefined) => ({
      resource: patient(wanted, own + one),
      request: {
        method: 'PUT',
        url: `Patient/${own}${one}`,
        ...(version !== undefined && { ifMatch: `W/"${version}"` }),
      },
    })
    /** What the store does, and what the model says of it. */
    const both: { [K in Step['do']]: (step: Extract<Step, { do: K }>) => Promise<[Outcome, Outcome]> } = {
      async create({ body, where }) {
        const options = where === undefined ? {} : { ifNoneExist: query(where) }
        const came = await outcome(at.store.create(all, patient(body), options))
        return [came, model.create(given(came), patient(body), where && own + where)]
      },
      async update({ name, body, seen }) {
        const came = await outcome(at.store.update(all, patient(body, own + name), ifMatch(seen)))
        return [came, model.update(own + name, patient(body), seen)]
      },
      async updateWhere({ name, body, where }) {
        const id = name && own + name
        const came = await outcome(at.store.update(all, patient(body, id), { where: query(where) }))
        return [came, model.updateWhere(given(came), id, patient(body), own + where)]
      },
      async patch({ name, gender, seen }) {
        const operations = [{ op: 'replace', path: '/gender', value: gender }]
        const came = await outcome(at.store.patch(all, key(name), operations, ifMatch(seen)))
        return [came, model.patch(own + name, gender, seen)]
      },
      async remove({ name, seen }) {
        const came = await outcome(at.store.remove(all, key(name), ifMatch(seen)).then(() => undefined))
        return [came, model.remove(own + name, seen)]
      },
      async removeWhere({ where }) {
        const came = await outcome(
          at.store.removeWhere(all, 'Patient', query(where)).then(({ length }) => length),
        )
        return [came, model.removeWhere(own + where)]
      },
      async load({ names }) {
        const patients = names.map(([one, wanted]) => patient(wanted, own + one))
        const came = await outcome(at.store.load(patients).then(({ created, updated }) => created + updated))
        return [came, model.load(patients)]
      },
      async transaction({ puts }) {
        const entry = puts.map((one) => put(...one))
        const came = await outcome(
          at.store.bundle(all, { resourceType: 'Bundle', type: 'transaction', entry }).then(() => 0),
        )
        const after = model.copy()
        const failed = puts
          .map(([one, wanted, version]) => after.update(own + one, patient(wanted), version))
          .find((each) => typeof each === 'string')
        if (failed === undefined) model = after
        return [came, failed ?? 0]
      },
    }
    for (const one of steps) {
      const [came, expected] = await both[one.do](one as never)
      expect(came).toEqual(expected)
    }
    const plain = (resource: Resource | null) => {
      if (resource === null) return null
      const { id: _id, meta: _meta, ...rest } = resource
      return rest
    }
    const changes: Change[] = await at.store.changes(position, { limit: 10_000 })
    position = changes.at(-1)?.position ?? position
    for (const [id, versions] of model.versions) {
      const expected = versions.map(({ method, patient }, n) => [n + 1, method, plain(patient)])
      const told = (some: Change[]) =>
        some.map(({ version, method, resource }) => [version, method, plain(resource)])
      expect(told(changes.filter((change) => change.id === id))).toEqual(expected)
      const history = await at.store.history(all, { type: 'Patient', id }, { count: 100 })
      expect(told(history.versions.reverse())).toEqual(expected)
      const now = await at.store
        .read(all, { type: 'Patient', id })
        .catch((error: Failure) => error.errors[0].code)
      expect(typeof now === 'string' ? now : plain(now)).toEqual(
        plain(model.now(id) as Patient) ?? 'usage.gone',
      )
    }
    expect(changes).toHaveLength([...model.versions.values()].flat().length)
  }

  test(`${RUNS} sequences come out as the model has them`, async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 15 }), follow), { numRuns: RUNS })
  })
})
