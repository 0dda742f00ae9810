/** Errors as a list: what, where, what to do next, and one press that mends it where a mend is known. */
import { Button } from '@digdir/designsystemet-react'
import type { SundError } from '@sund/model'
import { useReading } from '../words/reading.js'

export function Problems({
  errors,
  onLine,
  onFix,
}: {
  errors: readonly SundError[]
  onLine?: ((line: number) => void) | undefined
  onFix?: ((error: SundError) => void) | undefined
}) {
  const { words } = useReading()
  return (
    <ul className="problems">
      {errors.map((error, index) => {
        const { position, fix } = error
        return (
          <li key={`${error.code}-${position?.line}-${position?.column}-${index}`}>
            <p className="problem-head">
              <strong>{words.errors[error.code]}</strong>
              {position &&
                (onLine ? (
                  <button
                    type="button"
                    className="ds-link"
                    aria-label={words.write.goToLine(position.line)}
                    onClick={() => onLine(position.line)}
                  >
                    {words.write.line(position.line)}
                  </button>
                ) : (
                  <span>{words.write.line(position.line)}</span>
                ))}
            </p>
            <p lang="en">
              {error.message} {error.next}
            </p>
            {fix !== undefined && position && onFix && (
              <Button variant="secondary" data-size="sm" onClick={() => onFix(error)}>
                {fix === '' ? words.write.fixRemove : words.write.fix(fix)}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
