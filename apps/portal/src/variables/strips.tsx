/** Small drawings of a variable: how complete it is, and which years it covers. */
import { yearTicks } from './years.js'

/** A share as a strip. */
export function Strip({ share, label }: { share: number; label: string }) {
  return (
    <span className="strip">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="8" className="strip-all" />
        <rect width={share * 100} height="8" className="strip-some" />
      </svg>
      <span>{label}</span>
    </span>
  )
}

/** The years from the first date to the last, each a small block. */
export function Timeline({ earliest, latest, label }: { earliest: string; latest: string; label: string }) {
  const { years, labels } = yearTicks(earliest, latest)
  const width = 100 / years.length
  return (
    <div className="timeline" role="img" aria-label={label}>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        {years.map((year, index) => (
          <rect
            key={year}
            x={index * width + width * 0.06}
            width={width * 0.88}
            height="10"
            className="timeline-year"
          />
        ))}
      </svg>
      <ol aria-hidden="true">
        {labels.map((year) => (
          <li key={year} style={{ left: `${((year - (years[0] ?? year) + 0.5) / years.length) * 100}%` }}>
            {year}
          </li>
        ))}
      </ol>
    </div>
  )
}
