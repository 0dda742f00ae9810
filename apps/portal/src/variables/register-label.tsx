/** A register's label of quality and utility with the figures that it rests on, and whether the holder has looked through the description this year. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import type { RegisterView } from '@sund/server/client'
import { formatNumber } from '../results/numbers.js'
import { useReading } from '../words/reading.js'
import { Strip } from './strips.js'

export function RegisterLabel({ view: { entry, label, verification } }: { view: RegisterView }) {
  const { words, language, say } = useReading()
  const { catalogue } = words
  const share = (value: number) => formatNumber(value, 'share', words.locale)
  const day = (iso: string) =>
    new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso))
  // What a share is of: a piece of documentation, a table, a variable, or a year.
  const named: Record<string, string> = {
    ...Object.fromEntries(
      entry.register.tables
        .flatMap((table) => [table, ...table.variables])
        .map(({ name, title }) => [name, say(title)]),
    ),
    ...catalogue.documentation,
  }
  return (
    <section className="quality" aria-labelledby="label-title">
      <Heading level={2} data-size="xs" id="label-title">
        {catalogue.label}
      </Heading>
      <Paragraph className="prose">{catalogue.labelLead}</Paragraph>
      <div className="quality-label">
        <p className="quality-grade" data-grade={label.grade} lang={language}>
          <span className="ds-sr-only">{catalogue.labelGrade(label.grade)}</span>
          <span aria-hidden="true">{label.grade}</span>
        </p>
        <dl className="quality-dimensions">
          {label.dimensions.map(({ dimension, share: of, reasons }) => (
            <div key={dimension}>
              <dt>
                {catalogue.dimensions[dimension]}
                <span className="hint">{catalogue.dimensionMeaning[dimension]}</span>
              </dt>
              <dd>
                {of === null ? (
                  <span className="quiet">{catalogue.labelUnknown}</span>
                ) : (
                  <Strip share={of} label={share(of)} />
                )}
                {of !== null && of < 1 && reasons.length > 0 && (
                  <p className="hint">
                    {catalogue.lowest}:{' '}
                    {reasons.map((one) => `${named[one.of] ?? one.of} ${share(one.share)}`).join(', ')}
                  </p>
                )}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <p className={verification.due ? 'verification verification-due' : 'verification'}>
        {verification.verifiedOn === null
          ? catalogue.neverVerified
          : catalogue.verified(day(verification.verifiedOn))}{' '}
        {verification.due
          ? catalogue.verifyDue(day(verification.dueOn))
          : catalogue.verifyNext(day(verification.dueOn))}
      </p>
    </section>
  )
}
