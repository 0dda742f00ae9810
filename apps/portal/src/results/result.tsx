/** One result: what was asked, the answer, and beside it what protected it and what was withheld. */
import { Heading, Tag } from '@digdir/designsystemet-react'
import { figureTitle } from '@sund/figures/reading'
import type { Result } from '@sund/model'
import type { ReactNode } from 'react'
import { ShieldIcon } from '../shell/icons.js'
import { useReading } from '../words/reading.js'
import { CorrelationView, correlationTitle } from './correlation.js'
import { FigureView } from './figure.js'
import { Markdown } from './markdown.js'
import { Mend } from './mend.js'
import { ModelView, modelTitle } from './model.js'
import { WithheldHere } from './number.js'
import { formatNumber } from './numbers.js'
import { RatesView, ratesTitle } from './rates.js'
import { SummaryView, summaryTitle } from './summary.js'
import { SurvivalView } from './survival.js'
import { TableView, tableTitle } from './table.js'

/** Where the page scrolls to when it is asked for this result. */
export const resultAnchor = (index: number): string => `result-${index}`

/** What a result is, in a few words: for its heading and the list of contents. */
export function resultTitle(
  { body }: Result,
  reading: Pick<ReturnType<typeof useReading>, 'words' | 'language' | 'say'>,
): string {
  const { words, language, say } = reading
  switch (body.kind) {
    case 'table':
      return tableTitle(body, words, say)
    case 'summary':
      return `${words.results.kind.summary}: ${summaryTitle(body, words, say)}`
    case 'model':
      return modelTitle(body, words)
    case 'correlation':
      return correlationTitle(body, words)
    case 'rates':
      return ratesTitle(body, words, say)
    case 'survival':
    case 'figure':
      return figureTitle(body, language)
    case 'text':
      return words.results.kind.text
    case 'notice':
      return words.results.kind.notice
  }
}

export function ResultView({ result, line }: { result: Result; line: ReactNode }) {
  const reading = useReading()
  const { words } = reading
  const { body } = result
  if (body.kind === 'text')
    return (
      <section
        className="result result-text"
        id={resultAnchor(result.index)}
        tabIndex={-1}
        aria-label={words.results.kind.text}
      >
        <Markdown text={body.markdown} />
      </section>
    )
  const heading = `${resultAnchor(result.index)}-title`
  return (
    <section className="result" id={resultAnchor(result.index)} tabIndex={-1} aria-labelledby={heading}>
      <header className="result-head">
        <Heading level={3} data-size="xs" id={heading}>
          {resultTitle(result, reading)}
        </Heading>
        <p className="result-from">
          {line}
          <code>{result.command}</code>
        </p>
      </header>
      <WithheldHere value={result.withheld}>
        <Body result={result} />
      </WithheldHere>
      <Withheldings result={result} />
      <Protections result={result} />
    </section>
  )
}

function Body({ result: { body } }: { result: Result }) {
  const { say } = useReading()
  switch (body.kind) {
    case 'table':
      return <TableView table={body} />
    case 'summary':
      return <SummaryView summary={body} />
    case 'model':
      return <ModelView model={body} />
    case 'survival':
      return <SurvivalView survival={body} />
    case 'rates':
      return <RatesView rates={body} />
    case 'correlation':
      return <CorrelationView correlation={body} />
    case 'figure':
      return <FigureView body={body} />
    case 'notice':
      return <p className="notice prose">{say(body.message)}</p>
    case 'text':
      return <Markdown text={body.markdown} />
  }
}

/** What was withheld, why, and what would make it releasable. */
function Withheldings({ result: { withheld } }: { result: Result }) {
  const { words, say } = useReading()
  if (withheld.length === 0) return null
  return (
    <div className="withheld">
      <Heading level={4} data-size="2xs">
        {words.results.whatWithheld}
      </Heading>
      <ul>
        {withheld.map((one, index) => (
          <li key={`${one.rule}-${index}`}>
            <Tag data-color="brand1" data-size="sm">
              {words.results.withheldCount(formatNumber(one.count, 'count', words.locale))}
            </Tag>{' '}
            {say(one.reason)} {say(one.remedy)}
            <Mend of={one} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What the rules did, in calm sentences; which rules, and with which numbers, for those who want to know. */
function Protections({ result: { protection, body } }: { result: Result }) {
  const { words, say } = useReading()
  if (body.kind === 'notice' && protection.length === 0) return null
  const sentences = protection.map(({ statement }) => say(statement)).join(' ')
  const relaxed = protection.filter((one) => one.relaxed !== undefined)
  return (
    <div className="protection">
      <ShieldIcon />
      <div>
        <p>{protection.length === 0 ? words.results.protectionNone : sentences}</p>
        {relaxed.map(({ rule, relaxed: reason = '' }) => (
          <p key={rule} className="breakable">
            {words.rules[rule]}: {words.results.relaxed(reason)}
          </p>
        ))}
        {protection.length > 0 && (
          <details>
            <summary>{words.results.rulesShown}</summary>
            <ul>
              {protection.map((one, index) => (
                <li key={`${one.rule}-${index}`}>
                  {words.rules[one.rule]} ({one.rule})
                  {Object.keys(one.parameters).length > 0 &&
                    `: ${Object.entries(one.parameters)
                      .map(([name, value]) => `${name} ${formatNumber(value, 'value', words.locale)}`)
                      .join(', ')}`}
                  {one.relaxed !== undefined && ` · ${words.results.relaxed}: ${one.relaxed}`}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  )
}
