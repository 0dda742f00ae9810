/** A variable in a list: what it is, how sensitive, which years, how complete. */
import { Tag } from '@digdir/designsystemet-react'
import type { LocalisedText } from '@sund/model'
import type { VariableHit } from '@sund/server/client'
import { Link } from '@tanstack/react-router'
import { formatNumber, valueOf } from '../results/numbers.js'
import { MadeUpBadge } from '../shell/made-up.js'
import { useReading } from '../words/reading.js'
import { unitName } from '../words/units.js'
import { ChooseButton } from './collection.js'
import { Marked } from './marked.js'
import { Strip } from './strips.js'
import { spanOfYears } from './years.js'

type Hit = VariableHit & { found: { code: string; title: LocalisedText }[] }

export function VariableCard({ hit, marks }: { hit: Hit; marks: readonly string[] }) {
  const { words, say } = useReading()
  const share = hit.complete && valueOf(hit.complete)
  const years = spanOfYears(hit.earliest, hit.latest)
  const count = (value: number) => formatNumber(value, 'count', words.locale)
  return (
    <div className="variable-card">
      <div className="variable-card-words">
        <h2 className="variable-title">
          <Link
            to="/variables/$register/$variable"
            params={{ register: hit.register, variable: hit.name }}
            className="ds-link"
          >
            <Marked text={say(hit.title)} marks={marks} />
          </Link>
        </h2>
        <p className="variable-name">
          <code>
            <Marked text={hit.name} marks={marks} />
          </code>{' '}
          ·{' '}
          <Link to="/variables/$register" params={{ register: hit.register }} className="quiet-link">
            <Marked text={say(hit.registerTitle)} marks={marks} />
          </Link>
        </p>
        <p className="variable-definition">
          <Marked text={say(hit.description)} marks={marks} />
        </p>
        {hit.found.length > 0 && (
          <p className="variable-found">
            <span className="quiet">{words.catalogue.foundIn}</span>{' '}
            {hit.found.map(({ code, title }, i) => (
              <span key={code}>
                {i > 0 && ', '}
                <code>
                  <Marked text={code} marks={marks} />
                </code>{' '}
                <Marked text={say(title)} marks={marks} />
              </span>
            ))}
          </p>
        )}
      </div>
      <div className="variable-card-side">
        <dl className="variable-card-facts">
          <div>
            <dt className="ds-sr-only">{words.variables.sensitivity}</dt>
            <dd className="variable-card-tags">
              <Tag data-size="sm" data-color={hit.sensitivity === 'PERSON_SPECIAL' ? 'brand1' : 'neutral'}>
                {words.sensitivity[hit.sensitivity]}
              </Tag>
              {hit.synthetic && <MadeUpBadge />}
            </dd>
          </div>
          <div>
            <dt className="ds-sr-only">{words.variables.dataType}</dt>
            <dd>
              {hit.codes === null
                ? hit.unitOfMeasure
                  ? unitName(hit.unitOfMeasure, words)
                  : words.dataType[hit.dataType]
                : words.variables.codeCount(count(hit.codes))}
            </dd>
          </div>
          <div>
            <dt className="ds-sr-only">{words.variables.years}</dt>
            <dd>{years === null ? words.temporality[hit.temporality] : years}</dd>
          </div>
          {share !== null && (
            <div>
              <dt className="ds-sr-only">{words.variables.complete}</dt>
              <dd>
                <Strip
                  share={share}
                  label={words.variables.completeShare(formatNumber(share, 'share', words.locale))}
                />
              </dd>
            </div>
          )}
        </dl>
        <ChooseButton register={hit.register} variable={hit.name} title={hit.title} />
      </div>
    </div>
  )
}
