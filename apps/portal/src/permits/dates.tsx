/** The days of a permit on one line of time, with today; and the same days as a list, which is what is read aloud. */
import type { PermitView } from '@sund/model'
import { daysBetween, fullDay, today } from '../words/dates.js'
import { useReading } from '../words/reading.js'

const NAMES = ['from', 'until', 'deletedBy', 'resultsBy'] as const

export function Dates({ permit }: Pick<PermitView, 'permit'>) {
  const { words } = useReading()
  const { dateNames } = words.permits
  const now = today()
  const days = NAMES.map((name) => [name, permit[name]] as const)
  const ends = [...days.map(([, day]) => day), now].toSorted()
  const [first, last] = [ends[0] ?? now, ends.at(-1) ?? now]
  const x = (day: string) => 8 + (daysBetween(first, day) / Math.max(1, daysBetween(first, last))) * 584
  return (
    <>
      <svg className="permit-dates" viewBox="0 0 600 40" aria-hidden="true" focusable="false">
        <line className="lane-axis-line" x1={8} x2={592} y1={20} y2={20} />
        <rect
          className="lane-used"
          x={x(permit.from)}
          y={15}
          width={Math.max(2, x(permit.until) - x(permit.from))}
          height={10}
        />
        {days.map(([name, day]) => (
          <circle key={name} className="date-mark" cx={x(day)} cy={20} r={5} />
        ))}
        <rect className="lane-now" x={x(now) - 1} y={4} width={2} height={32} />
      </svg>
      <dl className="date-list">
        {[...days, ['now', now] as const]
          .toSorted(([, a], [, b]) => a.localeCompare(b))
          .map(([name, day]) => (
            <div key={name} className={name === 'now' ? 'date-now' : day < now ? 'date-past' : undefined}>
              <dt>{dateNames[name]}</dt>
              <dd>
                <time dateTime={day}>{fullDay(day, words.locale)}</time>
              </dd>
            </div>
          ))}
      </dl>
    </>
  )
}
