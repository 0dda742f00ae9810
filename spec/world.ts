/**
 * A whole Sund in a temporary folder for the specification: real holders, a room and a hub, reached as a researcher
 * reaches them. Nothing here knows how a script is run.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Register, RunDocument } from '@sund/model'
import { openSund } from '@sund/server'
import { SPEC_REGISTERS } from './registers.js'

export interface World extends AsyncDisposable {
  run(script: string): Promise<RunDocument>
}

/** A register with the files of its tables, and the version it is imported as where that matters. */
export interface Source {
  register: Register
  version?: string
  files: { table: string; path: string }[]
}

/** Starts one hub, a holder for each one named by the registers, and a room; imports the registers. */
export async function openWorld(sources: readonly Source[]): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), 'sund-spec-'))
  const sund = await openSund({ home })
  for (const { register, version, files } of sources) {
    const { name, title } = register.holder
    const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
    await holder.import({ files, metadata: register, ...(version ? { version } : {}) })
  }
  let runs = 0
  return {
    // Each by somebody who was never told anything: a specification says what a script gives, not what it gives after another.
    run: async (script) =>
      (await sund.hub.run({ script, researcher: { subject: `spec:${++runs}`, name: 'Specification' } }))
        .value,
    async [Symbol.asyncDispose]() {
      await sund.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** The small registers of the specification. */
export function specSources(): Source[] {
  const folder = fileURLToPath(new URL('./registers/', import.meta.url))
  return SPEC_REGISTERS.map(({ register, files }) => ({
    register,
    files: Object.entries(files).map(([table, file]) => ({ table, path: join(folder, file) })),
  }))
}

/** Runs a row of the specification: registers are bound for a script without `require`, and lines count from its own first. */
export async function runRow(world: World, script: string): Promise<RunDocument> {
  const text = script.trim()
  if (text.includes('require ')) return world.run(text)
  const bindings = SPEC_REGISTERS.map(
    ({ register: { name } }) => `require ${name}:1 as ${name.split('.')[1]}`,
  )
  const document = await world.run([...bindings, text].join('\n'))
  const above = bindings.length
  const errors = document.errors.map(({ position, ...error }) =>
    position
      ? {
          ...error,
          position: { ...position, line: position.line - above, endLine: position.endLine - above },
        }
      : error,
  )
  return { ...document, errors }
}
