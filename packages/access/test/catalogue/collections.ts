/** Collections: nothing that was saved is lost to another page. Run on both databases by access.test.ts. */
import { expect, test } from 'vitest'
import type { CollectionStore } from '../../src/index.js'

const age = { register: 'no.example.population', variable: 'AGE', questions: [] }
const sex = { ...age, variable: 'SEX', questions: ['q1'] }

export function collectionTests(opened: () => CollectionStore): void {
  test('is empty at first, and kept as it was saved', async () => {
    const collections = opened()
    expect(await collections.open('anna')).toEqual({ revision: 0, variables: [] })
    expect(await collections.save('anna', 0, [age])).toEqual({ revision: 1, variables: [age] })
    expect(await collections.save('anna', 1, [sex, age])).toEqual({ revision: 2, variables: [sex, age] })
    expect(await collections.open('anna')).toEqual({ revision: 2, variables: [sex, age] })
    expect(await collections.open('bo')).toEqual({ revision: 0, variables: [] })
  })

  test('of saves of one revision one is kept, and the others are told', async () => {
    const collections = opened()
    for (const revision of [0, 1]) {
      const saves = await Promise.allSettled(
        Array.from({ length: 8 }, () => collections.save('cecilie', revision, [age])),
      )
      expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const save of saves)
        if (save.status === 'rejected')
          expect(save.reason).toMatchObject({ errors: [{ code: 'conflict.revision' }] })
    }
    expect((await collections.open('cecilie')).revision).toBe(2)
  })

  test('a revision that never was, and a variable that is there twice, are refused', async () => {
    const collections = opened()
    await expect(collections.save('dag', 7, [age])).rejects.toMatchObject({
      errors: [{ code: 'conflict.revision' }],
    })
    await expect(collections.save('dag', 0, [age, age])).rejects.toMatchObject({
      errors: [{ code: 'usage.request' }],
    })
    expect(await collections.open('dag')).toEqual({ revision: 0, variables: [] })
  })
}
