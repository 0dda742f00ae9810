/** Every register of the made-up country in the machine-readable catalogue, by the shapes of HealthDCAT-AP. */
import { addressesAt, describeDataset } from '@sund/access'
import { hasShapes, violations } from '@sund/access/testing'
import { COUNTRY_REGISTERS } from '@sund/synthetic'
import { describe, expect, test } from 'vitest'

describe('the made-up country', () => {
  const figure = { value: 1_230_000, error: 5 }
  test.skipIf(!hasShapes).each(COUNTRY_REGISTERS.map(({ metadata }) => [metadata.name, metadata] as const))(
    'row 1: %s has a category, and no violation of HealthDCAT-AP (skipped without ../shared/standards)',
    async (_name, register) => {
      const quads = describeDataset(
        {
          register,
          version: '1.0.0',
          importedAt: '2026-01-01T00:00:00.000Z',
          contentHash: '',
          figures: register.tables.map(({ name }) => ({
            table: name,
            rows: figure,
            units: figure,
            earliest: '2014',
            latest: '2024',
            variables: [],
          })),
        },
        addressesAt('https://sund.example'),
      )
      expect(await violations(quads)).toEqual([])
    },
  )
})
