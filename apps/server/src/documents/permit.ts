/** A permit as a letter that one can show: everything in it is from what was signed. */
import { createHash } from 'node:crypto'
import { formOn } from '@sund/access'
import type { Language, PermitView } from '@sund/model'
import { grouped } from './application.js'
import type { Letter } from './letter.js'
import { around, conditions, plainVariables, type Titles } from './shared.js'
import { type Words, wordsIn } from './words.js'

/** The letter of a permit as it stands. */
export function permitLetter(
  { permit, jws, status }: PermitView,
  titles: Titles,
  language: Language,
): Letter {
  const words = wordsIn(language)
  const title = (body: string) => words.text(titles.organisation(body))
  const first = permit.decisions[0]
  return {
    ...around(words),
    title: words.say('permit'),
    from: first ? title(first.body) : 'Sund',
    reference: permit.id,
    at: permit.issuedAt,
    blocks: [
      {
        facts: [
          [words.say('permitNumber'), permit.id],
          [words.say('revision'), String(permit.revision)],
          [words.say('status'), words.value('permit', status)],
          [words.say('study'), permit.title],
          [words.say('path'), words.value('path', permit.path)],
          [words.say('purpose'), purposeOf(permit, words)],
          [words.say('from'), words.day(permit.from)],
          [words.say('until'), words.day(permit.until)],
          [words.say('deletedBy'), words.day(permit.deletedBy)],
          [words.say('resultsBy'), words.day(permit.resultsBy)],
          [words.say('room'), permit.room],
          [words.say('identifiability'), words.value('identifiability', permit.identifiability)],
          ...(permit.years
            ? [[words.say('years'), `${permit.years.from}–${permit.years.until}`] as const]
            : []),
          ...(permit.fee
            ? [[words.say('fee'), words.money(permit.fee.total, permit.fee.currency)] as const]
            : []),
        ],
      },
      ...conditions(permit.conditions, words, 2),
      { heading: words.say('persons'), level: 2 },
      { list: permit.persons.map(({ name }) => name) },
      { heading: words.say('population'), level: 2 },
      { text: permit.population.text },
      ...(permit.population.criteria === null ? [] : [{ text: words.say('enforced') }]),
      { heading: words.say('data'), level: 2 },
      {
        facts: permit.registers.map(({ register, holder, version }) => [
          words.text(titles.register(register)),
          `${title(holder)}, ${version === null ? words.say('anyVersion') : words.say('version', { version })}`,
        ]),
      },
      ...plainVariables(
        permit.registers.flatMap(({ register, variables }) =>
          variables.map((variable) => ({ register, variable })),
        ),
        { words, titles },
      ),
      ...(permit.relaxations.length === 0
        ? []
        : [
            { heading: words.say('relaxations'), level: 2 } as const,
            { list: permit.relaxations.map(({ rule, reason }) => `${rule}: ${reason}`) },
          ]),
      ...(permit.optOutException === undefined
        ? []
        : [
            { heading: words.say('optOutException'), level: 2 } as const,
            { text: `${permit.optOutException.provision}: ${permit.optOutException.text}` },
          ]),
      { heading: words.say('bodies'), level: 2 },
      { list: permit.decisions.map(({ body, decidedOn }) => `${title(body)}, ${words.day(decidedOn)}`) },
      { heading: words.say('signature'), level: 2 },
      { text: words.say('signatureText') },
      { text: grouped(createHash('sha256').update(jws).digest('hex')) },
    ],
  }
}

/** The purpose as the form of the day calls it. */
function purposeOf({ purpose, issuedAt }: PermitView['permit'], words: Words): string {
  const fields = formOn(issuedAt.slice(0, 10)).sections.flatMap((section) => section.fields)
  const choices = fields.find(({ name }) => name === 'purpose')?.choices ?? []
  const choice = choices.find(({ value }) => value === purpose)
  return choice ? words.text(choice.title) : purpose
}
