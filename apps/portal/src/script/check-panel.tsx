/**
 * What will happen when the script is run, line by line: how many people each answer rests on, what the rules will do to it, and what
 * would let through what they would withhold. People are looked at only when the reader asks, since that looks at rows and is logged.
 */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { CheckedCommand, CheckView } from '@sund/server/client'
import { useMutation } from '@tanstack/react-query'
import { foreseeScript } from '../api/queries.js'
import { type Change, Mend } from '../results/mend.js'
import { formatNumber } from '../results/numbers.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { Problems } from './problems.js'

export function CheckPanel({
  view,
  script,
  onLine,
  onScript,
}: {
  view: CheckView
  script: string
  onLine: (line: number) => void
  /** Takes the script with a line more. */
  onScript: (script: string) => void
}) {
  const { words } = useReading()
  const foreseen = useMutation({
    mutationFn: async (text: string) => ({ text, view: await foreseeScript(text) }),
  })
  if (view.commands.length === 0) return null
  // What was foreseen of another script says nothing of this one.
  const known = foreseen.data?.text === script ? foreseen.data.view : undefined
  const commands = known?.commands ?? view.commands
  return (
    <section className="ahead" aria-labelledby="ahead-title">
      <div className="ahead-head">
        <Heading level={2} data-size="2xs" id="ahead-title">
          {words.ahead.title}
        </Heading>
        <Button
          variant="secondary"
          data-size="sm"
          disabled={foreseen.isPending || !view.runnable || known !== undefined}
          onClick={() => foreseen.mutate(script)}
        >
          {foreseen.isPending ? words.ahead.looking : words.ahead.look}
        </Button>
      </div>
      <Terms view={known ?? view} onLine={onLine} />
      <div role="status">{known && <p>{words.ahead.looked}</p>}</div>
      {foreseen.error && <Problem error={foreseen.error} />}
      {known && known.errors.length > 0 && <Problems errors={known.errors} onLine={onLine} />}
      <ol className="ahead-commands">
        {commands.map((command) => (
          <li key={command.index} className="ahead-line">
            <Ahead
              command={command}
              onLine={onLine}
              onMend={(change) => onScript(changed(script, command, change))}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** On which terms it may run; where it names no permit and needs one, for which variables. */
function Terms({ view, onLine }: { view: CheckView; onLine: (line: number) => void }) {
  const { words } = useReading()
  if (view.terms === 'open') return <p className="quiet">{words.ahead.noPermit}</p>
  if (view.permit !== null)
    return <p className="quiet">{view.terms === null ? '' : words.ahead.underPermit(view.permit)}</p>
  const needing = view.uses.filter(({ terms }) => terms === 'permit')
  const once = [...new Map(needing.map((use) => [`${use.register}/${use.variable}`, use])).values()]
  if (once.length === 0) return null
  return (
    <div className="ahead-permit">
      <p>{words.ahead.needsPermit(once.length)}</p>
      <ul>
        {once.map(({ register, variable, position }) => (
          <li key={`${register}/${variable}`}>
            <button type="button" className="ds-link" onClick={() => onLine(position.line)}>
              {register}/{variable}
            </button>
          </li>
        ))}
      </ul>
      <p>{words.ahead.howToGetOne}</p>
    </div>
  )
}

/** The script with a change made at a command. */
function changed(script: string, { position }: CheckedCommand, { text, where }: Change): string {
  const lines = script.split('\n')
  const [first, last] = [position.line - 1, position.endLine - 1]
  if (where === 'before') return lines.toSpliced(first, 0, text).join('\n')
  const kept = [
    lines[first]?.slice(0, position.column - 1) ?? '',
    lines[last]?.slice(position.endColumn - 1) ?? '',
  ]
  return lines.toSpliced(first, last - first + 1, kept.join(text)).join('\n')
}

function Ahead({
  command: { command, position, forecast, rules, public: isPublic },
  onLine,
  onMend,
}: {
  command: CheckedCommand
  onLine: (line: number) => void
  onMend: (change: Change) => void
}) {
  const { words, say } = useReading()
  return (
    <>
      <p className="ahead-command">
        <button
          type="button"
          className="ds-link"
          aria-label={words.write.goToLine(position.line)}
          onClick={() => onLine(position.line)}
        >
          {words.write.line(position.line)}
        </button>{' '}
        <code>{command}</code>
      </p>
      {isPublic && <p className="quiet">{words.ahead.isPublic}</p>}
      {forecast && <Foreseen forecast={forecast} onMend={onMend} />}
      {rules.length > 0 && (
        <details className="ahead-rules">
          <summary>{words.ahead.rules(rules.map(({ rule }) => rule).join(', '))}</summary>
          <ul>
            {rules.map(({ rule, statement }) => (
              <li key={rule}>{say(statement)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Foreseen({
  forecast: { population, refused, withheld },
  onMend,
}: {
  forecast: NonNullable<CheckedCommand['forecast']>
  onMend: (change: Change) => void
}) {
  const { words, say } = useReading()
  const number = (value: number) => formatNumber(value, 'count', words.locale)
  return (
    <>
      {population && (
        <p>
          {population.below === null
            ? words.ahead.atLeast(number(population.atLeast))
            : population.atLeast === 0
              ? words.ahead.fewerThan(number(population.below))
              : words.ahead.between(number(population.atLeast), number(population.below))}
        </p>
      )}
      {refused && <p className="ahead-withheld">{words.ahead.refused}</p>}
      {withheld?.length === 0 && population && <p>{words.ahead.allShown}</p>}
      {withheld?.map((one) => (
        <div key={one.rule} className="ahead-withheld">
          <p>
            {words.ahead.withheld(number(one.count))} {say(one.reason)}{' '}
            {one.script === undefined && one.instead === undefined && say(one.remedy)}
          </p>
          <Mend of={one} onMend={onMend} />
        </div>
      ))}
    </>
  )
}
