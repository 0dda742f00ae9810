/** Every search parameter of R4 is read, or is known to be unanswered by its name. */
import { expect, test } from 'vitest'
import { RESOURCE_TYPES } from '../../src/definitions/types.js'
import { parametersOf, sourcesOf, unansweredOf } from '../../src/search/definitions.js'
import { readExpression } from '../../src/search/expression.js'
import { KINDS } from '../../src/search/kinds/index.js'

const types = [...RESOURCE_TYPES]

test('what is not answered is known by name', () => {
  const unanswered = new Set(
    types.flatMap((type) =>
      [...unansweredOf(type)].map((code) => (code.startsWith('_') ? code : `${type}.${code}`)),
    ),
  )
  expect([...unanswered].sort()).toEqual([
    'Bundle.composition',
    'Bundle.message',
    // R4 gives it the path of an element that there is not.
    'DeviceDefinition.classification',
    'Location.near',
    '_content',
    '_query',
    '_text',
  ])
})

test('no two places of values have the same number', () => {
  const sources = types.flatMap((type) => sourcesOf(type))
  expect(sources.length).toBeGreaterThan(2000)
  expect(new Set(sources.map(({ id }) => id)).size).toBe(
    new Set(sources.map(({ kind, path }) => `${kind} ${path}`)).size,
  )
})

test('every parameter finds something in some resource', () => {
  const empty = types.flatMap((type) =>
    [...parametersOf(type).values()]
      .filter(
        ({ kind, sources }) =>
          kind !== 'composite' &&
          !sources.some(
            ({ leaves, affirmed }) =>
              affirmed ||
              leaves.some(
                ({ datatype }) =>
                  KINDS[kind as 'token'].datatypes[datatype.replace('System.String', 'string')] !== undefined,
              ),
          ),
      )
      .map(({ code }) => `${type}.${code}`),
  )
  expect(empty).toEqual([])
})

test('an expression that is more than paths is refused', () => {
  for (const expression of [
    'Patient.name.first()',
    'Patient.name.where(use = 1)',
    'iif(a, b)',
    'Patient.name[0]',
    '',
  ])
    expect(() => readExpression(expression)).toThrow('is not understood')
})
