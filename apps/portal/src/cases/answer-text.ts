/** What machines obey in an application or a permit, in words: the criteria of a population, and rules that are relaxed. Pure. */
import { type Criteria, type Criterion, foldTree, type NumberName, type Relaxation } from '@sund/model'
import { numberText } from '../protection/numbers.js'
import type { Words } from '../words/en.js'

type Texts = Words['applications']['controls']

/** Criteria in one line, with the words of the language between them. */
export function criteriaText(criteria: Criteria, words: Words): string {
  const texts = words.applications.controls
  const joined = (word: string) => (parts: string[]) => `${word} (${parts.join('; ')})`
  return foldTree<Criterion, string>(criteria, {
    leaf: (leaf) => leafText(leaf, texts),
    all: joined(texts.criteriaAll),
    any: joined(texts.criteriaAny),
    not: (part) => `${texts.criteriaNot} ${part}`,
  })
}

function leafText(leaf: Criterion, texts: Texts): string {
  const parts =
    'codes' in leaf
      ? [
          leaf.codes.join(', '),
          ...(leaf.from === undefined ? [] : [texts.since(leaf.from)]),
          ...(leaf.until === undefined ? [] : [texts.to_(leaf.until)]),
        ]
      : [
          ...(leaf.least === undefined ? [] : [`≥ ${leaf.least}`]),
          ...(leaf.most === undefined ? [] : [`≤ ${leaf.most}`]),
        ]
  return `${leaf.variable} (${leaf.register}) ${parts.join(' ')}`
}

/** A rule that is relaxed: which number to what, and why. */
export const relaxationText = ({ numbers, reason }: Relaxation, { protection, locale }: Words): string => {
  const said = Object.entries(numbers).map(
    ([name, value]) => `${protection.numberNames[name as NumberName]} ${numberText(value, locale)}`,
  )
  return `${said.join(', ')}: ${reason}`
}
