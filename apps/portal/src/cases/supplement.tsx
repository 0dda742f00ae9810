/** The way to complete an application: its own page, which has the points beside what they are about. */
import { Button, Paragraph } from '@digdir/designsystemet-react'
import { Link } from '@tanstack/react-router'
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
          <Link to="/applications" search={{ case: of }}>
            {form.edit}
          </Link>
        </Button>
      </div>
    </div>
  )
}
