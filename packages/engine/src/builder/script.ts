/**
 * Scripts built in TypeScript. There is one language and one compiler: a builder writes the text of a script and compiles that, so
 * that what it means is what the text means, and the text can be read, kept and run anywhere.
 */
import { type Catalogue, Failure, fail } from '@sund/model'
import { type Compiled, compile } from '../plan/compile.js'
import type { Plan } from '../plan/types.js'
import { DatasetBuilder } from './dataset.js'
import { type EntryMeta, type RegisterNames, type Sources, sourcesOf } from './sources.js'
import { oneLineOf } from './written.js'

export interface ScriptBuilder<C extends readonly EntryMeta[]> {
  /** Runs the script under a permit: before anything is imported. */
  permit(id: string): void
  /** Binds a register; its variables by name. `version` as in `require`: `3`, `3.1` or `3.1.0`. */
  require<N extends RegisterNames<C>>(name: N, version: string): Sources<C, N>
  /** A new, empty dataset. */
  dataset(name: string): DatasetBuilder
  /** Text shown among the results, as Markdown. */
  textblock(markdown: string): void
  /** The script so far. */
  readonly text: string
  compile(): Compiled
  /** The checked plan. @throws Failure with every mistake of the script. */
  plan(): Plan
}

/** A script over a catalogue. Written out `as const`, the catalogue gives each variable its type. */
export function script<const C extends readonly EntryMeta[]>(catalogue: C): ScriptBuilder<C> {
  const known = catalogue as unknown as Catalogue
  const lines: string[] = []
  const aliases: string[] = []
  let active: string | null = null
  const write = (dataset: string | null, line: string): void => {
    if (dataset !== null && dataset !== active) lines.push(`use ${dataset}`)
    if (dataset !== null) active = dataset
    lines.push(line)
  }
  return {
    permit(id) {
      lines.push(`permit ${oneLineOf(id)}`)
    },
    require<N extends RegisterNames<C>>(name: N, version: string) {
      const alias = `r${aliases.length + 1}`
      aliases.push(alias)
      lines.push(`require ${oneLineOf(name)}:${oneLineOf(version)} as ${alias}`)
      return sourcesOf(known, name, alias) as Sources<C, N>
    },
    dataset(name) {
      const dataset = new DatasetBuilder(name, write)
      lines.push(`create-dataset ${name}`)
      active = name
      return dataset
    },
    textblock(markdown) {
      if (/^\s*endblock\b/m.test(markdown))
        fail('script.syntax', 'A line of this text would end the textblock.', 'Write endblock within a line.')
      lines.push('textblock', markdown, 'endblock')
    },
    get text() {
      return lines.join('\n')
    },
    compile: () => compile(lines.join('\n'), known),
    plan() {
      const { plan, errors } = compile(lines.join('\n'), known)
      if (plan) return plan
      const [first, ...others] = errors
      throw first ? new Failure(first, ...others) : new Error('a script without plan and without mistake')
    },
  }
}
