/** A whole run: its state, contents, each result, and the receipt. The same on the page of a run and beside the editor. */
import { Alert, Button, Details, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { Receipt, Result, RunDocument } from '@sund/model'
import type { ReactNode } from 'react'
import { Problems } from '../script/problems.js'
import { useReading } from '../words/reading.js'
import { Exactness } from './number.js'
import { formatNumber } from './numbers.js'
import { ResultView, resultAnchor, resultTitle } from './result.js'

interface Linking {
  /** The way back from a result to its line of the script. */
  lineOf: (result: Result) => ReactNode
  onLine?: ((line: number) => void) | undefined
}

export function RunDocumentView({ document, lineOf, onLine }: { document: RunDocument } & Linking) {
  const { words } = useReading()
  const answers = document.results.filter((result) => result.body.kind !== 'text').length
  const seconds = formatNumber(document.seconds, 'value', words.locale, document.seconds < 10 ? 1 : 0)
  return (
    <div className="run-document">
      {document.synthetic && (
        <p className="run-made-up">
          <strong>{words.synthetic.run}.</strong> {words.synthetic.runMeaning}
        </p>
      )}
      {document.results.length > 0 && (
        <div className="run-bar">
          <p className="run-state">
            {words.results.count(answers)} {words.results.took(seconds)}
            {answers > 0 && <span className="hint print-hidden">{words.results.askHint}</span>}
          </p>
          <div className="actions print-hidden">
            <Button variant="tertiary" data-size="sm" onClick={() => download(document)}>
              {words.results.download}
            </Button>
            <Button variant="tertiary" data-size="sm" onClick={() => print()}>
              {words.results.print}
            </Button>
          </div>
        </div>
      )}
      {document.state === 'cancelled' && (
        <Alert data-color="info" data-size="sm">
          <Paragraph>{words.write.cancelled}</Paragraph>
        </Alert>
      )}
      {document.errors.length > 0 && document.state !== 'cancelled' && (
        <Alert data-color="danger" data-size="sm">
          <Heading level={3} data-size="2xs">
            {words.results.stopped}
          </Heading>
          {document.results.length > 0 && <Paragraph>{words.results.stoppedPartly}</Paragraph>}
          <Problems errors={document.errors} onLine={onLine} />
        </Alert>
      )}
      <ResultList results={document.results} lineOf={lineOf} />
      {document.receipt && <ReceiptView receipt={document.receipt} />}
    </div>
  )
}

/** The results in order, with their contents first when there are several. */
export function ResultList({ results, lineOf }: { results: readonly Result[] } & Pick<Linking, 'lineOf'>) {
  const reading = useReading()
  const { words } = reading
  const named = results.filter((result) => result.body.kind !== 'text')
  return (
    <Exactness>
      {named.length > 2 && (
        <nav className="contents print-hidden" aria-label={words.results.contents}>
          <ol>
            {named.map((result) => (
              <li key={result.index}>
                <a className="ds-link" href={`#${resultAnchor(result.index)}`}>
                  {resultTitle(result, reading)}
                </a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      {results.map((result) => (
        <ResultView key={result.index} result={result} line={lineOf(result)} />
      ))}
    </Exactness>
  )
}

function ReceiptView({ receipt }: { receipt: Receipt }) {
  const { words } = useReading()
  const at = new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeStyle: 'medium' }).format(
    new Date(receipt.at),
  )
  const facts: [string, ReactNode][] = [
    [words.results.receiptRun, <code key="run">{receipt.run}</code>],
    [
      words.results.receiptAt,
      <time key="at" dateTime={receipt.at}>
        {at}
      </time>,
    ],
    [
      words.results.receiptRegisters,
      <ul key="registers">
        {receipt.registers.map(({ name, version }) => (
          <li key={name}>
            <code>
              {name}:{version}
            </code>
          </li>
        ))}
      </ul>,
    ],
    [words.results.receiptPolicy, <code key="policy">{receipt.policyVersion}</code>],
    [
      words.results.receiptLog,
      <span key="log">
        {receipt.ledger.position} <code>{receipt.ledger.hash}</code>
      </span>,
    ],
    [words.results.receiptScript, <code key="script">{receipt.scriptHash}</code>],
    [words.results.receiptResults, <code key="results">{receipt.resultsHash}</code>],
    [words.results.receiptSignature, <code key="signature">{receipt.signature}</code>],
  ]
  return (
    <Details className="receipt">
      <Details.Summary>{words.results.receipt}</Details.Summary>
      <Details.Content>
        <p>{words.results.receiptLead}</p>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Details.Content>
    </Details>
  )
}

function download(run: RunDocument): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(run, null, 2)], { type: 'application/json' }))
  link.download = `sund-${run.run}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
