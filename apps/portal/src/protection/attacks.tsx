/**
 * An attack on made-up people that one can watch, without protection and with it: what was asked and answered about one of them in words, and
 * all hundred as dots. The choice stands in the address.
 */
import { Button, Chip, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { DemonstrationView } from '@sund/server/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { demonstrationsQuery, playDemonstration } from '../api/queries.js'
import { formatNumber } from '../results/numbers.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function Attacks() {
  const { words, say } = useReading()
  const { protection } = words
  const navigate = useNavigate({ from: '/protection' })
  const { attack } = useSearch({ from: '/protection' })
  const { data, error, refetch } = useQuery(demonstrationsQuery)
  const all = data?.demonstrations ?? []
  const chosen = all.find(({ id }) => id === attack) ?? all[0]
  return (
    <section className="protection-part" aria-labelledby="attack-title">
      <Heading level={2} data-size="xs" id="attack-title">
        {protection.attackTitle}
      </Heading>
      <Paragraph className="prose">{protection.attackLead}</Paragraph>
      {chosen ? (
        <>
          <fieldset className="facets attack-choice">
            <legend className="ds-sr-only">{protection.attacks}</legend>
            {all.map(({ id, title }) => (
              <Chip.Radio
                key={id}
                name="attack"
                checked={id === chosen.id}
                onChange={() => void navigate({ search: { attack: id }, resetScroll: false, replace: true })}
              >
                {say(title)}
              </Chip.Radio>
            ))}
          </fieldset>
          <Paragraph className="prose">
            {say(chosen.lead)} {say(chosen.unprotected)}
          </Paragraph>
          <div className="attack-sides">
            <Side key={`${chosen.id} off`} id={chosen.id} defences={false} />
            <Side key={`${chosen.id} on`} id={chosen.id} defences />
          </div>
        </>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={6} />
      )}
    </section>
  )
}

/** One side: its button, and how the attack went. */
function Side({ id, defences }: { id: string; defences: boolean }) {
  const { words } = useReading()
  const { protection } = words
  const { data, error, isPending, mutate } = useMutation({
    mutationFn: () => playDemonstration(id, defences),
  })
  const title = `attack-${defences ? 'on' : 'off'}`
  return (
    <section className="attack-side" aria-labelledby={title}>
      <Heading level={3} data-size="2xs" id={title}>
        {defences ? protection.onTitle : protection.offTitle}
      </Heading>
      <div>
        <Button
          variant={defences ? 'primary' : 'secondary'}
          data-size="sm"
          aria-disabled={isPending}
          onClick={() => isPending || mutate()}
        >
          {defences ? protection.on : protection.off}
        </Button>
      </div>
      <div aria-live="polite" className="attack-outcome">
        {isPending ? (
          <p className="quiet">{protection.trying}</p>
        ) : error ? (
          <Problem error={error} />
        ) : data ? (
          <Outcome of={data} />
        ) : (
          <p className="quiet">{protection.notYet}</p>
        )}
      </div>
    </section>
  )
}

function Outcome({ of }: { of: DemonstrationView }) {
  const { words, say } = useReading()
  const { protection, locale } = words
  const found = of.targets.filter(Boolean).length
  const share = (value: number) => formatNumber(value, 'share', locale)
  return (
    <>
      <p className="attack-found">{protection.found(found)}</p>
      <Dots targets={of.targets} label={protection.dots(found)} />
      <Bar success={of.success} prior={of.prior} />
      <p className="attack-share">{protection.odds(share(of.success), share(of.prior))}</p>
      <h4 className="attack-one">{protection.oneOfThem}</h4>
      <ol className="attack-example">
        {of.example.map(({ asked, answered }, index) => (
          <li key={say(asked)}>
            <span className="quiet">{protection.question(index + 1)}</span>
            <span>{say(asked)}</span>
            <strong>{say(answered)}</strong>
          </li>
        ))}
      </ol>
      <p className="attack-conclusion">{say(of.conclusion)}</p>
      <p className="hint">
        {protection.cost(
          formatNumber(of.queries, 'count', locale),
          new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(of.seconds),
        )}
      </p>
    </>
  )
}

const ACROSS = 20

/** A dot for each person, filled where the answers gave away what the attacker wanted to know. */
function Dots({ targets, label }: { targets: readonly boolean[]; label: string }) {
  const rows = Math.ceil(targets.length / ACROSS)
  return (
    <svg className="dots" viewBox={`0 0 ${ACROSS * 10} ${rows * 10}`} role="img" aria-label={label}>
      {targets.map((found, i) => (
        <circle
          key={i}
          cx={(i % ACROSS) * 10 + 5}
          cy={Math.floor(i / ACROSS) * 10 + 5}
          r="3.6"
          className={found ? 'dot-found' : 'dot'}
        />
      ))}
    </svg>
  )
}

/** How often the attacker is right, and a mark where guessing alone comes. The sentence below says the same. */
function Bar({ success, prior }: { success: number; prior: number }) {
  const { words } = useReading()
  const { protection } = words
  return (
    <div aria-hidden="true">
      <svg className="share-bar" aria-hidden="true" viewBox="0 0 200 14" preserveAspectRatio="none">
        <rect className="share-all" x="0" y="3" width="200" height="8" />
        <rect className="share-right" x="0" y="3" width={200 * success} height="8" />
        <rect className="share-prior" x={200 * prior - 0.75} y="0" width="1.500" height="14" />
      </svg>
      <p className="share-key">
        <span className="key-right">{protection.right}</span>
        <span className="key-prior">{protection.guessing}</span>
      </p>
    </div>
  )
}
