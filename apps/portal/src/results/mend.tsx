/** What would release what was withheld: lines before the command or another command, to read, to copy, or to put into the script by one press. */
import { Button } from '@digdir/designsystemet-react'
import type { Withheld } from '@sund/model'
import { useReading } from '../words/reading.js'

/** A change of the script. */
export interface Change {
  text: string
  /** Where it goes. */
  where: 'before' | 'instead'
}

export function Mend({
  of: { script, instead },
  onMend,
}: {
  of: Withheld
  onMend?: ((change: Change) => void) | undefined
}) {
  const { words } = useReading()
  const changes: (Change & { heading: string })[] = [
    ...(script === undefined ? [] : [{ text: script, where: 'before' as const, heading: words.ahead.mend }]),
    ...(instead === undefined
      ? []
      : [{ text: instead, where: 'instead' as const, heading: words.ahead.instead }]),
  ]
  return changes.map(({ text, where, heading }) => (
    <div className="mend" key={where}>
      <p>{heading}</p>
      <pre>
        <code>{text}</code>
      </pre>
      {onMend && (
        <Button variant="secondary" data-size="sm" onClick={() => onMend({ text, where })}>
          {words.ahead.putIn}
        </Button>
      )}
    </div>
  ))
}
