/** The way to complete an application: its own page, which has the points beside what they are about. */
import { Button, Paragraph } from '@digdir/designsystemet-react'
import { useReading } from '../words/reading.js'

export function Supplement({ of }: { of: string }) {
  const { words } = useReading()
  const { form, actions } = words.cases
  return (
    <div className="action-form">
      <Paragraph>
        {form.editHint} {actions.supplement.next}
      </Paragraph>
      <div className="actions">
        <Button asChild>
          <a href={`/applications?case=${encodeURIComponent(of)}`}>{form.edit}</a>
        </Button>
      </div>
    </div>
  )
}
