/** What a catalogue says of its variables, as types: written out `as const`, each name and kind is known to the compiler of TypeScript. */
import type { Catalogue, DataType, Register, Temporality } from '@sund/model'
import type { Kind } from './values.js'

interface VariableMeta {
  readonly name: string
  readonly dataType: DataType
  readonly temporality: Temporality
}
interface TableMeta {
  readonly variables: readonly VariableMeta[]
  readonly links?: readonly { readonly name: string }[]
  readonly unitColumn?: string
  readonly fromColumn?: string
}
/** An entry of a catalogue, as far as types need it. The whole `Catalogue` is one, with names that nobody knows before it runs. */
export interface EntryMeta {
  readonly register: { readonly name: string; readonly tables: readonly TableMeta[] }
  readonly version: string
}

type KindOf<D extends DataType> = D extends 'STRING' ? 'text' : 'number'
declare const meaning: unique symbol
/** A variable of a register: its kind, and when it holds. */
export interface Source<K extends Kind = Kind, T extends Temporality = Temporality> {
  readonly path: string
  readonly name: string
  readonly kind: K
  readonly [meaning]?: T
}

type Tables<C extends readonly EntryMeta[], N extends string> = Extract<
  C[number],
  { register: { name: N } }
>['register']['tables'][number]
/** A link changes as its table does. */
type WhenLinked<T extends TableMeta> = T extends { unitColumn: string; fromColumn: string }
  ? 'EVENT' extends T['variables'][number]['temporality']
    ? 'EVENT'
    : 'STATUS'
  : 'FIXED'
type Linked<T> = T extends { links: readonly [] }
  ? never
  : T extends TableMeta & { links: readonly { name: infer N extends string }[] }
    ? { name: N; when: WhenLinked<T> }
    : never
/** The variables and links of a register by name. */
export type Sources<C extends readonly EntryMeta[], N extends string> = {
  readonly [V in Tables<C, N>['variables'][number] as V['name']]: Source<
    KindOf<V['dataType']>,
    V['temporality']
  >
} & { readonly [L in Linked<Tables<C, N>> as L['name']]: Source<'key', L['when']> }

export type RegisterNames<C extends readonly EntryMeta[]> = C[number]['register']['name']

/** Sources of a register under an alias. */
export function sourcesOf(catalogue: Catalogue, name: string, alias: string): Record<string, Source> {
  const register: Register | undefined = catalogue.find((entry) => entry.register.name === name)?.register
  const named = (of: string, kind: Kind): [string, Source] => [of, { path: `${alias}/${of}`, name: of, kind }]
  return Object.fromEntries(
    (register?.tables ?? []).flatMap(({ variables, links }) => [
      ...variables.map(({ name: of, dataType }) => named(of, dataType === 'STRING' ? 'text' : 'number')),
      ...(links ?? []).map((link) => named(link.name, 'key')),
    ]),
  )
}
