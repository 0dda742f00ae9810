import { configDefaults, defineConfig } from 'vitest/config'

const COUNTRY = 'packages/synthetic/test/**/*.test.ts'

// Packages export their TypeScript under the condition "source", so tests never run against a stale build.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'all but the country',
          include: ['{packages,apps}/*/test/**/*.test.ts', 'spec/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: [...configDefaults.exclude, COUNTRY],
        },
      },
      {
        extends: true,
        // Pure code, and tests that read the same populations: made once for all of their files.
        test: { name: 'the country', include: [COUNTRY], isolate: false },
      },
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
