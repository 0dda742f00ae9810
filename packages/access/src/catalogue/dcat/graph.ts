/** Statements about things, written as one says them: what a value is decides how it is stated. Apart from the vocabulary and from catalogues. */
import { LANGUAGES, type LocalisedText } from '@sund/model'
import { type BlankNode, DataFactory, type NamedNode, type Quad, type Quad_Object } from 'n3'
import { iri, type Name, term } from './vocabulary.js'

export type Thing = NamedNode | BlankNode
/** A thing or literal, text with its languages, or several of these; nothing is stated of null. */
export type Value = Quad_Object | LocalisedText | null | readonly Value[]

export interface Graph {
  /** States properties of a thing of some classes, once, and answers the thing. */
  about(thing: Thing, classes: readonly Name[], properties: Partial<Record<Name, Value>>): Thing
  /** The same of a thing that has no address of its own. */
  some(classes: readonly Name[], properties: Partial<Record<Name, Value>>): Thing
  quads: Quad[]
}

/** Blank nodes are numbered from the start, so that the same catalogue gives the same bytes. */
export function newGraph(): Graph {
  const quads: Quad[] = []
  let blanks = 0
  const told = new Set<string>()
  const state = (thing: Thing, property: Name, value: Value): void => {
    if (value === null) return
    if (Array.isArray(value)) for (const one of value) state(thing, property, one)
    else if ('termType' in value) quads.push(DataFactory.quad(thing, term(property), value as Quad_Object))
    else
      for (const language of LANGUAGES) {
        const text = (value as LocalisedText)[language]
        if (text !== undefined)
          quads.push(DataFactory.quad(thing, term(property), DataFactory.literal(text, language)))
      }
  }
  const graph: Graph = {
    quads,
    about(thing, classes, properties) {
      if (told.has(thing.id)) return thing
      told.add(thing.id)
      for (const one of classes) state(thing, 'rdf:type', term(one))
      for (const [property, value] of Object.entries(properties))
        state(thing, property as Name, value ?? null)
      return thing
    },
    some: (classes, properties) => graph.about(DataFactory.blankNode(`b${blanks++}`), classes, properties),
  }
  return graph
}

export const typed = (value: string | number | boolean, type: `xsd:${string}`) =>
  DataFactory.literal(String(value), term(type))
export const plain = (text: string) => DataFactory.literal(text)
export const mailbox = (address: string) => iri(`mailto:${address}`)
