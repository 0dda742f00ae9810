/** The lines of script that would release what was withheld: to read, to copy, or to put into the script by one press. */
import { Button } from '@digdir/designsystemet-react'
import { useReading } from '../words/reading.js'

export function Mend({
  script,
  onMend,
}: {
  script: string | undefined
  onMend?: ((script: string) => void) | undefined
}) {
  const { words } = useReading()
  if (script === undefined) return null
  return (
    <div className="mend">
      <p>{words.ahead.mend}</p>
      <pre>
        <code>{script}</code>
      </pre>
      {onMend && (
        <Button variant="secondary" data-size="sm" onClick={() => onMend(script)}>
          {words.ahead.putIn}
        </Button>
      )}
    </div>
  )
}
