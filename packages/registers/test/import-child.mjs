// An import in a process of its own, for tests that kill it: says the first step that starts with WORD and then stands
// still. Runs the sources, so that it never meets a stale build.
import { runnerImport } from 'vite'

const [folder, csv, word] = process.argv.slice(2)
const load = async (path) =>
  (
    await runnerImport(new URL(path, import.meta.url).pathname, {
      configFile: false,
      logLevel: 'silent',
      resolve: { conditions: ['source'] },
      ssr: { resolve: { conditions: ['source'] } },
    })
  ).module
const { openHoldings } = await load('../src/index.ts')
const { testPorts } = await load('../src/testing.ts')
const { people } = await load('./metadata.ts')
const holdings = await openHoldings(folder, testPorts())
await holdings.import({
  files: [{ path: csv }],
  metadata: people,
  progress(step) {
    if (!step.startsWith(word)) return
    process.stdout.write(`${step}\n`, () => {})
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  },
})
