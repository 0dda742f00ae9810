/** The line or lines that the builder will write, shown as they are chosen. */
import { useReading } from '../../words/reading.js'

/** What will be written, as it is chosen. */
export function Preview({ lines }: { lines: string | null }) {
  const { words } = useReading()
  const { builder } = words.writing
  return (
    <div className="build-preview">
      <p className="quiet">{builder.preview}</p>
      <output aria-label={builder.preview}>
        {lines === null ? <span className="quiet">{builder.incomplete}</span> : <code>{lines}</code>}
      </output>
    </div>
  )
}
