/**
 * Criteria looked up in the catalogue and cut by holder: what each holder decides alone, and how the sets that they give make the one
 * that is counted. A part that would hold for someone of whom nothing is known is turned round first, so that every set is of persons
 * who have something; criteria that as a whole hold for such a person count nobody in particular and are refused.
 */
import {
  type Catalogue,
  type CatalogueEntry,
  Criteria,
  type Criterion,
  Failure,
  foldTree,
  holds,
  indexedAs,
  nearestName,
  type Position,
  pickVersion,
  type SetFormula,
  type SundError,
  type Table,
  termsOf,
  type Variable,
} from '@sund/model'
import type { Use } from '../plan/state.js'

/** What one holder decides: the persons of each of its sets. */
export interface CountPart {
  holder: string
  sets: Criteria[]
}

export interface ResolvedCount {
  uses: Use[]
  entries: CatalogueEntry[]
  parts: CountPart[]
  /** Over the sets of all parts, numbered one part after another. */
  formula: SetFormula
}

/** Looks up and cuts criteria. Throws a `Failure` with all that is wrong with them. */
export function resolveCriteria(given: Criteria, catalogue: Catalogue): ResolvedCount {
  const errors: SundError[] = []
  const uses: Use[] = []
  const entries = new Map<string, CatalogueEntry>()
  const tree = mapLeaves(given, (criterion) => {
    try {
      const { entry, table, variable } = look(criterion, catalogue)
      const { name } = entry.register
      entries.set(`${name} ${entry.version}`, entry)
      uses.push({
        register: name,
        version: entry.version,
        holder: entry.register.holder.name,
        table: table.name,
        variable: variable.name,
        sensitivity: variable.sensitivity,
        terms: termsOf(entry.register, variable.name),
        position: positionOf(criterion),
      })
      const { position: _, ...rest } = criterion as Criterion & { position?: Position }
      return { ...rest, register: name, version: entry.version }
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown
      errors.push(...thrown.errors)
      return criterion
    }
  })
  const [first, ...rest] = errors
  if (first !== undefined) throw new Failure(first, ...rest)
  if (holds(tree, () => false)) throw noPopulation()
  const checked = Criteria.safeParse(tree)
  if (!checked.success)
    throw new Failure({
      code: 'usage.request',
      message: `The criteria do not have their form: ${checked.error.issues[0]?.message ?? ''}.`,
      next: 'See sund count --help.',
    })
  return {
    uses,
    entries: [...entries.values()],
    ...cutByHolder(
      tree,
      ({ register, version }) => entries.get(`${register} ${version}`)?.register.holder.name ?? '',
    ),
  }
}

/** The largest parts that one holder can decide, and what is left of the tree above them. */
export function cutByHolder(
  tree: Criteria,
  holder: (criterion: Criterion) => string,
): Pick<ResolvedCount, 'parts' | 'formula'> {
  const sets = new Map<string, Criteria[]>()
  type Piece = { holder: string; tree: Criteria } | { holder: null; formula: Named }
  /** A formula while sets are known by holder and place. */
  type Named = { holder: string; set: number } | { all: Named[] } | { any: Named[] } | { not: Named }
  const named = (piece: Piece): Named => {
    if (piece.holder === null) return piece.formula
    const own = sets.get(piece.holder) ?? []
    sets.set(piece.holder, own)
    const turned = holds(piece.tree, () => false)
    const leaf = { holder: piece.holder, set: own.push(turned ? { not: piece.tree } : piece.tree) - 1 }
    return turned ? { not: leaf } : leaf
  }
  const join = (kind: 'all' | 'any', pieces: Piece[]): Piece => {
    const holders = [...new Set(pieces.map((piece) => piece.holder))]
    const [only] = holders
    if (holders.length === 1 && only != null)
      return {
        holder: only,
        tree: pair(
          kind,
          pieces.flatMap((piece) => (piece.holder ? [piece.tree] : [])),
        ),
      }
    // What one holder can decide of several branches it decides at once.
    const together = holders.flatMap((one): Piece[] => {
      const own = pieces.filter((piece) => piece.holder === one)
      return one === null || own.length === 1 ? own : [join(kind, own)]
    })
    const formulas = together.map(named)
    return { holder: null, formula: kind === 'all' ? { all: formulas } : { any: formulas } }
  }
  const whole = foldTree<Criterion, Piece>(tree, {
    leaf: (criterion) => ({ holder: holder(criterion), tree: criterion }),
    all: (pieces) => join('all', pieces),
    any: (pieces) => join('any', pieces),
    not: (piece) =>
      piece.holder === null
        ? { holder: null, formula: { not: piece.formula } }
        : { holder: piece.holder, tree: { not: piece.tree } },
  })
  const formula = named(whole)
  const parts = [...sets].map(([name, own]) => ({ holder: name, sets: own }))
  const first = new Map<string, number>()
  let before = 0
  for (const part of parts) {
    first.set(part.holder, before)
    before += part.sets.length
  }
  const number = (node: Named): SetFormula => {
    if ('set' in node) return (first.get(node.holder) as number) + node.set
    if ('all' in node) return { all: node.all.map(number) }
    if ('any' in node) return { any: node.any.map(number) }
    return { not: number(node.not) }
  }
  return { parts, formula: number(formula) }
}

const pair = (kind: 'all' | 'any', trees: Criteria[]): Criteria =>
  kind === 'all' ? { all: trees } : { any: trees }

function look(
  criterion: Criterion,
  catalogue: Catalogue,
): { entry: CatalogueEntry; table: Table; variable: Variable } {
  const position = positionOf(criterion)
  const mistake = (code: SundError['code'], message: string, next: string): never => {
    throw new Failure({ code, message, next, position })
  }
  if ('codes' in criterion && (criterion.from ?? 0) > (criterion.until ?? Number.POSITIVE_INFINITY))
    mistake(
      'script.date',
      `The years of ${criterion.variable} end before they begin.`,
      'Write since before until, as in since 2015 until 2020.',
    )
  const names = [...new Set(catalogue.map(({ register }) => register.name))]
  const wanted = criterion.register
  const ending = names.filter((name) => name === wanted || name.endsWith(`.${wanted}`))
  const name = ending.includes(wanted) ? wanted : ending[0]
  if (name === undefined || (name !== wanted && ending.length > 1)) {
    const near = nearestName(wanted, [
      ...names,
      ...names.map((full) => full.slice(full.lastIndexOf('.') + 1)),
    ])
    return mistake(
      'script.unknown-name',
      ending.length > 1 ? `Several registers are called ${wanted}.` : `There is no register ${wanted}.`,
      ending.length > 1
        ? `Write one of ${ending.slice(0, 5).join(', ')}.`
        : near
          ? `Did you mean ${near}?`
          : 'sund catalogue lists them.',
    )
  }
  const versions = catalogue.filter(({ register }) => register.name === name).map(({ version }) => version)
  const version = pickVersion(versions, criterion.version)
  const entry = catalogue.find((one) => one.register.name === name && one.version === version)
  if (entry === undefined)
    return mistake(
      'script.unknown-name',
      `${name} has no version ${criterion.version}.`,
      `It has ${versions.slice(0, 10).join(', ')}.`,
    )
  for (const table of entry.register.tables) {
    const variable = table.variables.find((one) => one.name === criterion.variable)
    if (variable === undefined) continue
    checkKind(criterion, table, variable, mistake)
    return { entry, table, variable }
  }
  const near = nearestName(
    criterion.variable,
    entry.register.tables.flatMap(({ variables }) => variables.map((one) => one.name)),
  )
  return mistake(
    'script.unknown-name',
    `${name} has no variable ${criterion.variable}.`,
    near ? `Did you mean ${near}?` : `sund catalogue ${name} lists its variables.`,
  )
}

function checkKind(
  criterion: Criterion,
  table: Table,
  variable: Variable,
  mistake: (code: SundError['code'], message: string, next: string) => never,
): void {
  const as = indexedAs(table, variable)
  const { name } = variable
  if (as === null)
    mistake(
      'script.type',
      `A count cannot ask for ${name}: it has no code list, or no person is behind it.`,
      'Counts know codes, and whole numbers and dates that hold for life; a script can use every variable.',
    )
  if (!('codes' in criterion)) {
    if (as === 'codes')
      mistake('script.type', `${name} has codes, which are not less or more.`, `Write ${name} == 'code'.`)
    return
  }
  if (!('codes' in variable.domain) || variable.domain.partial) return
  const known = new Set(variable.domain.codes.map(({ code }) => code))
  for (const pattern of criterion.codes) {
    const begins = pattern.endsWith('*') ? pattern.slice(0, -1) : null
    if (begins === null ? known.has(pattern) : [...known].some((code) => code.startsWith(begins))) continue
    const near = nearestName(begins ?? pattern, known)
    mistake(
      'script.code',
      begins === null ? `${name} has no code ${pattern}.` : `No code of ${name} begins with ${begins}.`,
      near ? `Did you mean ${near}?` : `sund catalogue ${name} lists its codes.`,
    )
  }
}

const NOWHERE: Position = { line: 1, column: 1, endLine: 1, endColumn: 1 }
const positionOf = (criterion: Criterion): Position =>
  (criterion as Criterion & { position?: Position }).position ?? NOWHERE

function mapLeaves(tree: Criteria, map: (criterion: Criterion) => Criterion): Criteria {
  return foldTree<Criterion, Criteria>(tree, {
    leaf: map,
    all: (all) => ({ all }),
    any: (any) => ({ any }),
    not: (not) => ({ not }),
  })
}

function noPopulation(): Failure {
  return new Failure({
    code: 'script.statistics',
    message: 'These criteria also hold for persons of whom nothing is known.',
    next: 'Say among whom to count, for example inrange(population/BORN, 1900, 2020) & !(…).',
  })
}
