/** What a permit allows, in words: which data of whom, for what, where, and under which conditions. */
import { Details, Heading } from '@digdir/designsystemet-react'
import type { Permit } from '@sund/model'
import { criteriaText, relaxationText } from '../cases/answer-text.js'
import { useVariableTitles } from '../cases/titles.js'
import { useOrganisationName } from '../cases/who.js'
import { dayWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function Terms({ permit }: { permit: Permit }) {
  const { words } = useReading()
  const { permits, cases } = words
  const organisation = useOrganisationName()
  const rows: [string, string][] = [
    [permits.purpose, cases.purposes[permit.purpose]],
    [permits.identifiability, cases.application.values[permit.identifiability] ?? permit.identifiability],
    [permits.population, permit.population.text || permits.everyone],
    ...(permit.population.criteria
      ? [
          [cases.application.answers.populationCriteria, criteriaText(permit.population.criteria, words)] as [
            string,
            string,
          ],
        ]
      : []),
    [
      permits.years,
      permit.years ? cases.application.years(permit.years.from, permit.years.until) : permits.everyYear,
    ],
    ...(permit.path === 'request' ? [] : [[permits.room, permit.room] as [string, string]]),
    [
      permits.relaxations,
      permit.relaxations.length === 0
        ? permits.noRelaxations
        : permit.relaxations.map((one) => relaxationText(one, words)).join('; '),
    ],
    ...(permit.optOutException
      ? [
          [
            permits.optOutException,
            `${permit.optOutException.provision}: ${permit.optOutException.text}`,
          ] as [string, string],
        ]
      : []),
    [
      permits.decisions,
      permit.decisions
        .map(({ body, decidedOn }) => `${organisation(body)} (${dayWords(decidedOn, words.locale)})`)
        .join(', '),
    ],
    ...(permit.fee
      ? [
          [
            permits.cost,
            new Intl.NumberFormat(words.locale, { style: 'currency', currency: permit.fee.currency }).format(
              permit.fee.total / 100,
            ),
          ] as [string, string],
        ]
      : []),
  ]
  return (
    <>
      <dl className="fact-list">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Registers permit={permit} />
      <Heading level={3} data-size="2xs">
        {permits.conditions}
      </Heading>
      {permit.conditions.length === 0 ? (
        <p className="quiet">{permits.noConditions}</p>
      ) : (
        <ul className="said-list">
          {permit.conditions.map((condition) => (
            <li key={condition}>{condition}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Registers({ permit: { registers } }: { permit: Permit }) {
  const { words } = useReading()
  const { permits } = words
  const organisation = useOrganisationName()
  const { title, register: named } = useVariableTitles(registers)
  return (
    <div className="rule-list">
      {registers.map(({ register, holder, version, variables }) => (
        <Details key={register}>
          <Details.Summary>
            <span className="track-title">
              <strong>{named(register)}</strong>
              <span className="quiet">
                {permits.variables(variables.length)},{' '}
                {version === null ? permits.anyVersion : permits.version(version)},{' '}
                {permits.heldBy(organisation(holder))}
              </span>
            </span>
          </Details.Summary>
          <Details.Content>
            <ul className="said-list">
              {variables.map((variable) => (
                <li key={variable}>
                  {title({ register, variable })} <code className="quiet">{variable}</code>
                </li>
              ))}
            </ul>
          </Details.Content>
        </Details>
      ))}
    </div>
  )
}
