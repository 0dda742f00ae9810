/** Scripts as the hub has read them: each once for a catalogue, since a script is checked, foreseen and run in turn. */
import { compile, type Fragment, split } from '@sund/engine'
import type { Catalogue } from '@sund/model'

export interface Compiled extends ReturnType<typeof compile> {
  /** What it was compiled against. */
  catalogue: Catalogue
  /** What each place does of it; nothing where the script has errors. */
  fragments: readonly Fragment[]
}

/** Scripts kept, the last used ones. */
const MOST_KEPT = 64
/** Longer scripts are read each time. */
const LONGEST_KEPT = 100_000

/** Compiles against the catalogue of the moment, and remembers: what it gives is shared, and not to be changed. */
export function createCompiler(catalogue: () => Promise<Catalogue>): (script: string) => Promise<Compiled> {
  const kept = new Map<string, Compiled>()
  return async (script) => {
    const known = await catalogue()
    const before = kept.get(script)
    kept.delete(script)
    const compiled = before?.catalogue === known ? before : compiledAgainst(known, script)
    if (script.length <= LONGEST_KEPT) kept.set(script, compiled)
    for (const [oldest] of kept) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(oldest)
    }
    return compiled
  }
}

function compiledAgainst(catalogue: Catalogue, script: string): Compiled {
  const compiled = compile(script, catalogue)
  return { ...compiled, catalogue, fragments: compiled.plan === null ? [] : split(compiled.plan) }
}
