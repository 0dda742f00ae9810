/** What protects people here: the promise, attacks on made-up people that one can watch, and the rules. For anyone. */
import { Details, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { PoliciesDocument } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { policiesQuery } from '../api/queries.js'
import { Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { Attacks } from './attacks.js'
import { numberText } from './numbers.js'
import { promisesOf } from './rule-book.js'

export function ProtectionPage() {
  const { words } = useReading()
  const { protection } = words
  useTitle(protection.title)
  const { data, error, refetch } = useQuery(policiesQuery)
  return (
    <article className="page protecting">
      <div className="protection-head">
        <Heading level={1} data-size="md">
          {protection.title}
        </Heading>
        <Paragraph className="prose lead">{protection.lead.join(' ')}</Paragraph>
        <nav aria-label={protection.more} className="actions">
          <Link to="/protection/policy" className="ds-link">
            {protection.policyLink}
          </Link>
          <Link to="/protection/ledger" className="ds-link">
            {protection.ledgerLink}
          </Link>
        </nav>
      </div>
      <Attacks />
      <section className="protection-part" aria-labelledby="rules-title">
        <Heading level={2} data-size="xs" id="rules-title">
          {protection.rulesTitle}
        </Heading>
        {data ? (
          <Rules policies={data} />
        ) : error ? (
          <Problem error={error} retry={() => void refetch()} />
        ) : (
          <Loading lines={8} />
        )}
      </section>
      <section className="protection-part" aria-labelledby="list-title">
        <Heading level={2} data-size="xs" id="list-title">
          {protection.listTitle}
        </Heading>
        <Paragraph className="prose">{protection.list}</Paragraph>
      </section>
    </article>
  )
}

function Rules({ policies }: { policies: PoliciesDocument }) {
  const { words, say } = useReading()
  const { protection } = words
  return (
    <>
      <Paragraph className="prose">{protection.rulesLead(policies.version)}</Paragraph>
      <div className="rule-list">
        {policies.rules.map(({ rule, statement, reason }) => {
          const numbers = policies.numbers.filter((one) => one.rule === rule)
          const { promise, notPromised } = promisesOf(rule)
          return (
            <Details key={rule}>
              <Details.Summary>
                <span>
                  <span className="rule-name">
                    {words.rules[rule]} <span className="quiet">{rule}</span>
                  </span>
                  <span className="rule-statement">{say(statement)}</span>
                </span>
              </Details.Summary>
              <Details.Content>
                <dl className="rule-more">
                  {reason && (
                    <div>
                      <dt>{protection.withholds}</dt>
                      <dd>{say(reason)}</dd>
                    </div>
                  )}
                  {numbers.length > 0 && (
                    <div>
                      <dt>{protection.numbers}</dt>
                      {numbers.map(({ name, value }) => (
                        <dd key={name}>
                          {protection.numberNames[name]}: {numberText(value, words.locale)}
                        </dd>
                      ))}
                    </div>
                  )}
                  {promise !== '' && (
                    <div>
                      <dt>{protection.promise}</dt>
                      <dd lang="en">{promise}</dd>
                    </div>
                  )}
                  {notPromised !== '' && (
                    <div>
                      <dt>{protection.notPromised}</dt>
                      <dd lang="en">{notPromised}</dd>
                    </div>
                  )}
                </dl>
                {words.language !== 'en' && promise !== '' && <p className="hint">{protection.inEnglish}</p>}
              </Details.Content>
            </Details>
          )
        })}
      </div>
    </>
  )
}
