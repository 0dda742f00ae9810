/** What was chosen when and by whom, the latest first, each with its confirmation to keep. */
import { Heading } from '@digdir/designsystemet-react'
import { CHOICE_LEVELS, type ChoiceLevel, type ChoiceMaker } from '@sund/model'
import { listWords, momentWords } from '../words/dates.js'
import type { Words } from '../words/en.js'
import { useReading } from '../words/reading.js'

export interface Chosen {
  at: string
  levels: ChoiceLevel[]
  via: ChoiceMaker
  position: number
  receipt: string
}

export function History({ whom, history }: { whom: string; history: readonly Chosen[] }) {
  const { words } = useReading()
  const { choices } = words
  return (
    <div>
      <Heading level={3} data-size="2xs" id={`history-${whom}`}>
        {choices.history}
      </Heading>
      {history.length === 0 ? (
        <p className="quiet">{choices.noHistory}</p>
      ) : (
        <ol className="said-list" reversed>
          {history.toReversed().map((one) => (
            <li key={one.position}>
              <strong>{saidOf(one.levels, words)}</strong>{' '}
              <span className="quiet">
                {momentWords(one.at, words.locale)}, {choices.via[one.via]}
              </span>{' '}
              <Receipt of={one} />
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

export function Receipt({ of: { position, receipt } }: { of: Pick<Chosen, 'position' | 'receipt'> }) {
  const { choices } = useReading().words
  return (
    <a className="ds-link" href={`data:application/jose,${receipt}`} download={choices.receiptFile(position)}>
      {choices.receipt}
    </a>
  )
}

/** What levels that are closed come to, in words. */
export function saidOf(levels: readonly ChoiceLevel[], { choices, locale }: Words): string {
  if (levels.length === 0) return choices.said.none
  if (levels.length === CHOICE_LEVELS.length) return choices.said.all
  return choices.said.some(
    listWords(
      levels.map((level) => choices.levels[level][0]),
      locale,
    ),
  )
}
