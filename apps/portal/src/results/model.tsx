/** A fitted model: each coefficient with its interval in numbers and drawn against no effect, then how it fits. */
import {
  equationTitle,
  estimateTitle,
  FIT_TITLES,
  type FitName,
  MODEL_TITLES,
  type ReleasedCoefficient,
  type ReleasedModel,
  type ReleasedNumber,
} from '@sund/model'
import type { Words } from '../words/en.js'
import { said } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { Released, useArrows } from './number.js'
import {
  decimalsOf,
  exponential,
  formatNumber,
  formatReleased,
  isFewOrNone,
  isWithheld,
  valueOf,
} from './numbers.js'
import { Wide } from './table.js'
import { testSentence } from './test-sentence.js'

export const modelTitle = (model: ReleasedModel, words: Words): string =>
  `${said(MODEL_TITLES[model.model], words.language)} ${words.results.modelOf(model.outcome)}`

export function ModelView({ model }: { model: ReleasedModel }) {
  const { words, say } = useReading()
  const title = modelTitle(model, words)
  const few = isFewOrNone(model.missing, model.used)
  const fit = Object.entries(model.fit) as [FitName, ReleasedNumber][]
  const squares = model.tests.filter(({ sumOfSquares }) => sumOfSquares !== undefined)
  const tests = model.tests.filter(({ sumOfSquares }) => sumOfSquares === undefined)
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
          few={few}
          text={words.results.leftOut(
            few ? words.results.fewOrNone : formatReleased(model.missing, 'count', words),
          )}
        />
      </p>
      {model.coefficients.length > 0 && (
        <Coefficients
          model={model}
          coefficients={model.coefficients}
          title={title}
          estimateName={say(estimateTitle(model))}
        />
      )}
      {model.margins && (
        <Coefficients
          model={{ ...model, exponentiate: false }}
          coefficients={model.margins}
          title={words.results.margins}
          second
          estimateName={words.results.effect}
        />
      )}
      {squares.length > 0 && <Variance tests={squares} model={model} title={title} />}
      {(fit.length > 0 || tests.length > 0) && (
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
          {tests.map((test) => (
            <p key={`${test.name}-${test.of ?? ''}`} className="test">
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

/** Lines of estimates, those of each equation under its name, all on one scale. */
function Coefficients({
  model,
  coefficients,
  title,
  second = false,
  estimateName,
}: {
  model: ReleasedModel
  coefficients: readonly ReleasedCoefficient[]
  title: string
  /** The heading of the result is not its title, which is then shown. */
  second?: boolean
  estimateName: string
}) {
  const { words, say } = useReading()
  const arrows = useArrows()
  const shown = (number: ReleasedNumber) => (model.exponentiate ? exponential(number) : number)
  const level = formatNumber(model.level, 'value', words.locale)
  const scale = scaleOf(coefficients, model.model === 'ci')
  const equations = [...new Set(coefficients.map(({ equation }) => equation))]
  const columns = scale ? 6 : 5
  return (
    <Wide label={title}>
      <table className="numbers" {...arrows}>
        <caption className={second ? 'shown' : undefined}>{title}</caption>
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
        {equations.map((equation) => (
          <tbody key={equation ?? ''}>
            {equation !== undefined && (
              <tr className="equation">
                <th scope="rowgroup" colSpan={columns}>
                  {say(equationTitle(model.model, equation))}
                </th>
              </tr>
            )}
            {coefficients
              .filter((one) => one.equation === equation)
              .map((one) => {
                const estimate = shown(one.estimate)
                const [lower, upper] = [shown(one.lower), shown(one.upper)]
                const decimals = model.exponentiate ? 3 : decimalsOf(estimate, 3)
                return (
                  <tr key={`${one.term}-${one.level ?? ''}`}>
                    <th scope="row">{say(one.label) || one.term}</th>
                    <td>
                      <Released number={estimate} form="coefficient" decimals={decimals} />
                    </td>
                    <td className="interval">
                      <Released number={lower} form="coefficient" decimals={decimals} />
                      {!isWithheld(lower) && <span className="to"> {words.results.intervalTo} </span>}
                      {!isWithheld(upper) && (
                        <Released number={upper} form="coefficient" decimals={decimals} />
                      )}
                    </td>
                    {scale && (
                      <td className="drawn">
                        {!isConstant(one) && (
                          <Interval
                            scale={scale}
                            estimate={one.estimate}
                            lower={one.lower}
                            upper={one.upper}
                          />
                        )}
                      </td>
                    )}
                    <td>
                      <Released
                        number={one.standardError}
                        form="coefficient"
                        decimals={Math.min(4, decimalsOf(one.standardError, 4))}
                      />
                    </td>
                    <td>
                      <Released number={one.p} form="p" />
                    </td>
                  </tr>
                )
              })}
          </tbody>
        ))}
      </table>
    </Wide>
  )
}

/** Sources of variance with their sums of squares and F tests, what is left last. */
function Variance({
  tests,
  model,
  title,
}: {
  tests: ReleasedModel['tests']
  model: ReleasedModel
  title: string
}) {
  const { words } = useReading()
  const arrows = useArrows()
  const left = tests[0]?.denominator
  const residual = model.fit.residualSumOfSquares
  return (
    <Wide label={title}>
      <table className="numbers" {...arrows}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col" className="head-down">
              {words.results.source}
            </th>
            <th scope="col">{words.results.sumOfSquares}</th>
            <th scope="col">{words.results.degrees}</th>
            <th scope="col">F</th>
            <th scope="col">{words.results.p}</th>
          </tr>
        </thead>
        <tbody>
          {tests.map(({ of, sumOfSquares, degreesOfFreedom, value, p }) => (
            <tr key={of ?? ''}>
              <th scope="row">{of ?? words.results.wholeModel}</th>
              <td>{sumOfSquares && <Released number={sumOfSquares} form="value" />}</td>
              <td>{formatNumber(degreesOfFreedom, 'count', words.locale)}</td>
              <td>
                <Released number={value} form="value" decimals={2} />
              </td>
              <td>
                <Released number={p} form="p" />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{words.results.residual}</th>
            <td>{residual && <Released number={residual} form="value" />}</td>
            <td>{left === undefined ? '' : formatNumber(left, 'count', words.locale)}</td>
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </Wide>
  )
}

/** An intercept lies on no scale of effects. */
const isConstant = ({ term }: ReleasedCoefficient): boolean => term === '_cons' || term === 'constant'

interface Scale {
  (value: number): number
  /** Where no effect lies; null for means. */
  zero: number | null
}

/**
 * From coefficients to 0–100, over all intervals and no effect (which means have not: then over the intervals alone); null when
 * nothing can be drawn. Intercepts are left out.
 */
function scaleOf(coefficients: readonly ReleasedCoefficient[], means: boolean): Scale | null {
  const values = coefficients
    .filter((one) => !isConstant(one))
    .flatMap(({ lower, upper }) => [valueOf(lower), valueOf(upper)])
    .filter((value) => value !== null)
  if (values.length === 0 || (means && new Set(coefficients.map(({ term }) => term)).size > 1)) return null
  const none = means ? [] : [0]
  const [least, most] = [Math.min(...none, ...values), Math.max(...none, ...values)]
  if (most === least) return null
  const scale = (value: number) => Math.max(1, Math.min(99, 3 + ((value - least) / (most - least)) * 94))
  return Object.assign(scale, { zero: means ? null : scale(0) })
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
      {scale.zero !== null && <line x1={scale.zero} x2={scale.zero} y1={0} y2={20} className="forest-zero" />}
      <line x1={scale(low)} x2={scale(high)} y1={10} y2={10} className="forest-line" />
      <line x1={scale(at)} x2={scale(at)} y1={5} y2={15} className="forest-point" />
    </svg>
  )
}
