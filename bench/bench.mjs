// Runs one of the benchmarks of this folder: npm run bench -- statistics [options of that script]
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(here).flatMap((file) => /^(?!bench\.)(.+)\.mjs$/.exec(file)?.[1] ?? [])
const [name, ...rest] = process.argv.slice(2)
if (!name || !names.includes(name)) {
  console.error(`Name a benchmark: npm run bench -- ${names.join(' | ')}`)
  process.exit(2)
}
process.exit(spawnSync(process.execPath, [`${here}${name}.mjs`, ...rest], { stdio: 'inherit' }).status ?? 1)
