/** What to do next: one sentence and one button. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import type { ReactNode } from 'react'
import { useReading } from '../words/reading.js'

export function Next({ sentence, children }: { sentence: string; children: ReactNode }) {
  const { words } = useReading()
  return (
    <section className="next-step" aria-labelledby="next-title">
      <Heading level={2} data-size="2xs" id="next-title">
        {words.permits.start.nextTitle}
      </Heading>
      <Paragraph data-size="lg">{sentence}</Paragraph>
      <div className="actions">{children}</div>
    </section>
  )
}

/** A part of a start page: a heading, a way to all of it, and what is there. */
export function Glance({
  id,
  title,
  all,
  children,
}: {
  id: string
  title: string
  all?: ReactNode
  children: ReactNode
}) {
  return (
    <section aria-labelledby={`${id}-title`} className="glance">
      <div className="page-head">
        <Heading level={2} data-size="xs" id={`${id}-title`}>
          {title}
        </Heading>
        {all}
      </div>
      {children}
    </section>
  )
}
