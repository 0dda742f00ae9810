import { configDefaults, defineConfig } from 'vitest/config'

const COUNTRY = 'packages/synthetic/test/**/*.test.ts'
const ACCESS = 'packages/access/test/{applications,cases,catalogue}/**/*.test.ts'
const ENGINE = ['packages/{model,privacy,engine}/test/**/*.test.ts', 'spec/**/*.test.ts']

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
          include: ['{packages,apps}/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: [...configDefaults.exclude, COUNTRY, ACCESS, ...ENGINE],
        },
      },
      {
        extends: true,
        // Pure code, and tests that read the same populations: made once for all of their files.
        test: { name: 'the country', include: [COUNTRY], isolate: false },
      },
      {
        extends: true,
        // Mostly pure code, and small: what it imports takes longer than its tests, and is imported once.
        test: { name: 'access to data', include: [ACCESS], isolate: false },
      },
      {
        extends: true,
        test: { name: 'language, engines and protection', include: ENGINE, isolate: false },
      },
    ],
    setupFiles: ['tools/seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
