/** The built `sund` as a child process, in a home and a folder of its own. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BIN = join(import.meta.dirname, '..', 'bin', 'sund.mjs')

export interface Outcome {
  code: number | null
  stdout: string
  /** Without the lines that say how long something has taken. */
  stderr: string
}

export interface Place {
  folder: string
  home: string
  /** Runs `sund ARGS`. `input` goes to standard input, null leaves it open; `onText` sees all that was said so far. */
  sund(args: readonly string[], options?: Options): Promise<Outcome>
  /** A line of shell in which `sund` is the command. */
  shell(command: string): Promise<Outcome>
  remove(): void
}

interface Options {
  input?: string | null
  onText?: (text: string, pid: number) => void
  onStart?: (pid: number) => void
}

export function makePlace(): Place {
  if (!existsSync(join(BIN, '..', '..', 'dist', 'index.js')))
    throw new Error('The command line is not built: run npx tsc -b first.')
  const folder = mkdtempSync(join(tmpdir(), 'sund-cli-'))
  const home = join(folder, 'home')
  return {
    folder,
    home,
    sund: (args, options) => run(process.execPath, [BIN, ...args], { folder, home }, options),
    shell: (command) =>
      run('bash', ['-c', `set -o pipefail; sund() { '${process.execPath}' '${BIN}' "$@"; }; ${command}`], {
        folder,
        home,
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function run(
  program: string,
  args: readonly string[],
  { folder, home }: Pick<Place, 'folder' | 'home'>,
  { input = '', onText, onStart }: Options = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const { SUND_HOME: _home, DATABASE_URL: _url, ...environment } = process.env
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...environment, SUND_HOME: home, NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    onStart?.(child.pid as number)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
      onText?.(stdout + stderr, child.pid as number)
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
      onText?.(stdout + stderr, child.pid as number)
    })
    const withoutProgress = () => stderr.replace(/^.* … \d+ s\n/gm, '')
    child.on('close', (code) => resolve({ code, stdout, stderr: withoutProgress() }))
    child.stdin.on('error', () => {})
    if (input !== null) child.stdin.end(input)
  })
}

/** A CSV of `rows` persons, the same each time. */
export function peopleCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const age = 20 + ((i * 37) % 60)
    return `${10_000 + i},${i % 2 === 0 ? 'F' : 'M'},${age},${(50 + ((i * 13) % 50)).toFixed(1)}`
  })
  return `id,sex,age,weight\n${lines.join('\n')}\n`
}
