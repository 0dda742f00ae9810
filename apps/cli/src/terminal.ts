/**
 * The two streams of a command: the answer on standard output, everything else on standard error. Knows whether each is a
 * terminal, how wide it is, whether colours are wanted, and shows how long work has taken once that is over a second.
 */
import type { Language, Progress } from '@sund/model'
import { type Canvas, createCanvas } from './draw/canvas.js'

export interface Terminal {
  /** With `--json`: the answer is one JSON document and nothing else. */
  json: boolean
  canvas: Canvas
  /** Canvas of standard error. */
  errors: Canvas
  /** Lines of the answer. */
  print(lines: readonly string[]): void
  /** The answer as JSON. */
  printJson(value: unknown): void
  /** Lines for people beside the answer. */
  note(lines: readonly string[]): void
  /** Shows what is being done while `work` goes on, from one second on. */
  during<T>(doing: string, work: (progress: Progress) => Promise<T>): Promise<T>
}

export interface TerminalSettings {
  json: boolean
  language: Language
}

const FIRST_SHOWN = 1_000
const REPEATED = 30_000
const LIVE = 200

export function createTerminal({ json, language }: TerminalSettings): Terminal {
  const { stdout, stderr } = process
  /** Takes the line that says how long something has taken away, so that an answer does not stand behind it. */
  let wipe = () => {}
  const terminal: Terminal = {
    json,
    canvas: createCanvas(stdout.columns ?? 100, language, wantsColours(stdout)),
    errors: createCanvas(stderr.columns ?? 100, language, wantsColours(stderr)),
    print(lines) {
      if (lines.length === 0) return
      wipe()
      stdout.write(`${lines.join('\n')}\n`)
    },
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, stdout.isTTY ? 2 : undefined)}\n`),
    note: (lines) => void (lines.length > 0 && stderr.write(`${lines.join('\n')}\n`)),
    async during(doing, work) {
      const began = Date.now()
      const live = stderr.isTTY === true
      let state = doing
      let shownAt = 0
      const timer = setInterval(() => {
        const elapsed = Date.now() - began
        if (elapsed < FIRST_SHOWN || (!live && shownAt > 0 && elapsed - shownAt < REPEATED)) return
        shownAt = elapsed
        const line = `${state} … ${Math.floor(elapsed / 1000)} s`
        stderr.write(live ? `\r\u001b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}` : `${line}\n`)
      }, LIVE)
      timer.unref()
      wipe = () => void (live && shownAt > 0 && stderr.write('\r\u001b[2K'))
      try {
        return await work((step, share) => {
          state = share === undefined ? `${doing}: ${step}` : `${doing}: ${step} ${Math.round(share * 100)} %`
        })
      } finally {
        clearInterval(timer)
        wipe()
        wipe = () => {}
      }
    },
  }
  return terminal
}

/** Colours where a person looks, unless they said no (https://no-color.org). */
function wantsColours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
}
