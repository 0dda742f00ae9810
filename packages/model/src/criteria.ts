/**
 * Who is counted by a feasibility count: a small boolean tree over criteria on coded variables and on bounds. Apart from scripts, which
 * can say more and take longer: what is said here is answered from sets of persons made at import.
 */
import { z } from 'zod'
import { RegisterName, VariableName } from './registers.js'

/** Limits of one count: nothing downstream meets a tree that is larger. */
export const CRITERIA_LIMITS = { depth: 12, criteria: 40, branches: 40, codes: 200 } as const

/** A boolean tree with leaves of one kind. */
export type Tree<L> = L | { all: Tree<L>[] } | { any: Tree<L>[] } | { not: Tree<L> }

const Year = z.int().min(1800).max(2200)
/** `E11`, or `E11*` for every code that begins so. */
export const CodePattern = z
  .string()
  .max(60)
  .regex(/^[^*]+\*?$/, { message: 'write a code, or its first letters and one * at the end' })

const named = {
  register: RegisterName,
  /** `3`, `3.1` or `3.1.0`; the newest when left out. */
  version: z
    .string()
    .regex(/^\d+(\.\d+){0,2}$/)
    .optional(),
  variable: VariableName,
}

/** Persons with one of some codes, in the years `from` to `until` where these are given (both included). */
export const CodeCriterion = z
  .strictObject({
    ...named,
    codes: z.array(CodePattern).min(1).max(CRITERIA_LIMITS.codes),
    from: Year.optional(),
    until: Year.optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    message: 'the years end before they begin',
  })
/** Persons whose number lies within bounds (both included); a date counts as its year. FIXED variables of persons only. */
export const BoundCriterion = z
  .strictObject({
    ...named,
    least: z.number().optional(),
    most: z.number().optional(),
  })
  .refine(({ least, most }) => least !== undefined || most !== undefined, {
    message: 'give the least or the most',
  })
export const Criterion = z.union([CodeCriterion, BoundCriterion])
export type Criterion = z.infer<typeof Criterion>
export type Criteria = Tree<Criterion>
export const Criteria: z.ZodType<Criteria> = treeOf(Criterion)

/** A tree over sets that are numbered from 0: how sets of several parties make the one that is counted. */
export const SetFormula: z.ZodType<Tree<number>> = treeOf(z.int().min(0).max(CRITERIA_LIMITS.criteria))
export type SetFormula = Tree<number>

/** The schema of a tree. Size is looked at first, without recursion, so that no tree is too deep to be refused. */
function treeOf<L>(leaf: z.ZodType<L>): z.ZodType<Tree<L>> {
  const branches = z
    .array(z.lazy(() => node))
    .min(1)
    .max(CRITERIA_LIMITS.branches)
  const node: z.ZodType<Tree<L>> = z.union([
    leaf,
    z.strictObject({ all: branches }),
    z.strictObject({ any: branches }),
    z.strictObject({ not: z.lazy(() => node) }),
  ]) as unknown as z.ZodType<Tree<L>>
  return z
    .unknown()
    .superRefine((tree, context) => {
      const large = tooLarge(tree)
      if (large !== null) context.addIssue({ code: 'custom', message: large })
    })
    .pipe(node as z.ZodType<Tree<L>, unknown>) as unknown as z.ZodType<Tree<L>>
}

function tooLarge(tree: unknown): string | null {
  let level: unknown[] = [tree]
  let leaves = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > CRITERIA_LIMITS.depth)
      return `the criteria are nested more than ${CRITERIA_LIMITS.depth} deep`
    const below: unknown[] = []
    for (const node of level) {
      const children = childrenOf(node)
      if (children === null) leaves++
      else below.push(...children.slice(0, CRITERIA_LIMITS.branches + 1))
      if (leaves + below.length > 4 * CRITERIA_LIMITS.criteria || leaves > CRITERIA_LIMITS.criteria)
        return `there are more than ${CRITERIA_LIMITS.criteria} criteria`
    }
    level = below
  }
  return null
}

function childrenOf(node: unknown): unknown[] | null {
  if (typeof node !== 'object' || node === null) return null
  const { all, any, not } = node as { all?: unknown; any?: unknown; not?: unknown }
  const several = all ?? any
  if (Array.isArray(several)) return several
  return not === undefined ? null : [not]
}

/** The leaves of a tree from left to right. */
export function leavesOf<L extends number | object>(tree: Tree<L>): L[] {
  return foldTree<L, L[]>(tree, {
    leaf: (leaf) => [leaf],
    all: (parts) => parts.flat(),
    any: (parts) => parts.flat(),
    not: (part) => part,
  })
}

/** What a tree comes to, from its leaves up. */
export function foldTree<L extends number | object, T>(
  tree: Tree<L>,
  to: { leaf: (leaf: L) => T; all: (parts: T[]) => T; any: (parts: T[]) => T; not: (part: T) => T },
): T {
  if (typeof tree === 'object') {
    if ('all' in tree) return to.all(tree.all.map((part) => foldTree<L, T>(part, to)))
    if ('any' in tree) return to.any(tree.any.map((part) => foldTree<L, T>(part, to)))
    if ('not' in tree) return to.not(foldTree<L, T>(tree.not, to))
  }
  return to.leaf(tree as L)
}

/** Whether a tree holds for someone of whom each leaf is `true` or not. */
export function holds<L extends number | object>(tree: Tree<L>, leaf: (leaf: L) => boolean): boolean {
  return foldTree<L, boolean>(tree, {
    leaf,
    all: (parts) => parts.every(Boolean),
    any: (parts) => parts.some(Boolean),
    not: (part) => !part,
  })
}
