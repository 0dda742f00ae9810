/** What to do next: one sentence and one button. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import type { InboxItem } from '@sund/model'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
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

/** The way to something that waits. An element rather than a component, so that a button can take its shape. */
export const itemLink = ({ of, id }: Pick<InboxItem, 'of' | 'id'>, label: string): ReactElement =>
  of === 'case' ? (
    <Link to="/cases/$case" params={{ case: id }}>
      {label}
    </Link>
  ) : (
    <Link to="/permits/$permit" params={{ permit: id }}>
      {label}
    </Link>
  )

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
