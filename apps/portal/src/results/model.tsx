/** A fitted model: each coefficient with its interval in numbers and drawn against no effect, then how it fits. */
import {
  estimateTitle,
  FIT_TITLES,
  type FitName,
  MODEL_TITLES,
  type ReleasedModel,
  type ReleasedNumber,
} from '@sund/model'
import type { Words } from '../words/en.js'
import { said } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { Released, useArrows } from './number.js'
import { decimalsFor, exponential, formatNumber, formatReleased, isWithheld, valueOf } from './numbers.js'
import { testSentence } from './survival-text.js'
import { Wide } from './table.js'

export const modelTitle = (model: ReleasedModel, words: Words): string =>
  `${said(MODEL_TITLES[model.model], words.language)} ${words.results.modelOf(model.outcome)}`

export function ModelView({ model }: { model: ReleasedModel }) {
  const { words, say } = useReading()
  const arrows = useArrows()
  const shown = (number: ReleasedNumber) => (model.exponentiate ? exponential(number) : number)
  const estimateName = say(estimateTitle(model))
  const level = formatNumber(model.level, 'value', words.locale)
  const scale = scaleOf(model)
  const title = modelTitle(model, words)
  const fit = Object.entries(model.fit) as [FitName, ReleasedNumber][]
  return (
    <>
      <p className="used">
        <Released
          number={model.used}
          form="count"
          text={words.results.used(formatReleased(model.used, 'count', words))}
        />
        {' · '}
        <Released
          number={model.missing}
          form="count"
          text={words.results.leftOut(formatReleased(model.missing, 'count', words))}
        />
      </p>
      <Wide label={title}>
        <table className="numbers" {...arrows}>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col" className="head-down">
                {words.results.term}
              </th>
              <th scope="col">{estimateName}</th>
              <th scope="col">{words.results.interval(level)}</th>
              {scale && (
                <th scope="col" className="drawn">
                  <span className="ds-sr-only">{words.results.forest}</span>
                </th>
              )}
              <th scope="col">{words.results.standardError}</th>
              <th scope="col">{words.results.p}</th>
            </tr>
          </thead>
          <tbody>
            {model.coefficients.map((one) => {
              const estimate = shown(one.estimate)
              const [lower, upper] = [shown(one.lower), shown(one.upper)]
              const decimals = model.exponentiate ? 3 : Math.max(3, decimalsFor([estimate]))
              return (
                <tr key={`${one.term}-${one.level ?? ''}`}>
                  <th scope="row">{say(one.label) || one.term}</th>
                  <td>
                    <Released number={estimate} form="coefficient" decimals={decimals} />
                  </td>
                  <td className="interval">
                    <Released number={lower} form="coefficient" decimals={decimals} />
                    {!isWithheld(lower) && <span className="to"> {words.results.intervalTo} </span>}
                    {!isWithheld(upper) && <Released number={upper} form="coefficient" decimals={decimals} />}
                  </td>
                  {scale && (
                    <td className="drawn">
                      <Interval scale={scale} estimate={one.estimate} lower={one.lower} upper={one.upper} />
                    </td>
                  )}
                  <td>
                    <Released number={one.standardError} form="coefficient" decimals={4} />
                  </td>
                  <td>
                    <Released number={one.p} form="p" />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Wide>
      {(fit.length > 0 || model.tests.length > 0) && (
        <div className="fit">
          <dl className="facts">
            {fit.map(([name, number]) => (
              <div key={name}>
                <dt>{say(FIT_TITLES[name])}</dt>
                <dd>
                  <Released number={number} form={name === 'events' ? 'count' : 'value'} />
                </dd>
              </div>
            ))}
          </dl>
          {model.tests.map((test) => (
            <p key={test.name} className="test">
              {testSentence(test, words)}
            </p>
          ))}
        </div>
      )}
      {model.notes.length > 0 && (
        <ul className="notes" lang="en">
          {model.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  )
}

interface Scale {
  (value: number): number
  zero: number
}

/** From coefficients to 0–100, over all intervals and no effect; null when nothing can be drawn. Intercepts are left out. */
function scaleOf(model: ReleasedModel): Scale | null {
  const values = model.coefficients
    .filter(({ term }) => term !== '_cons' && term !== 'constant')
    .flatMap(({ lower, upper }) => [valueOf(lower), valueOf(upper)])
    .filter((value) => value !== null)
  if (values.length === 0) return null
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  if (most === least) return null
  const scale = (value: number) => Math.max(1, Math.min(99, 3 + ((value - least) / (most - least)) * 94))
  return Object.assign(scale, { zero: scale(0) })
}

function Interval({
  scale,
  estimate,
  lower,
  upper,
}: {
  scale: Scale
  estimate: ReleasedNumber
  lower: ReleasedNumber
  upper: ReleasedNumber
}) {
  const [at, low, high] = [valueOf(estimate), valueOf(lower), valueOf(upper)]
  if (at === null || low === null || high === null) return null
  return (
    <svg className="forest" viewBox="0 0 100 20" aria-hidden="true" preserveAspectRatio="none">
      <line x1={scale.zero} x2={scale.zero} y1={0} y2={20} className="forest-zero" />
      <line x1={scale(low)} x2={scale(high)} y1={10} y2={10} className="forest-line" />
      <line x1={scale(at)} x2={scale(at)} y1={5} y2={15} className="forest-point" />
    </svg>
  )
}
