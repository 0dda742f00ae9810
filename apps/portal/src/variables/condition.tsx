/** One condition of a population: the variable, with or without, its codes or limits, and years. */
import { Button, Checkbox, Chip, Textfield } from '@digdir/designsystemet-react'
import type { Code } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { variableQuery } from '../api/queries.js'
import { formatNumber } from '../results/numbers.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import type { Alternative } from './population.js'

const SHOWN = 12

export function ConditionEditor({
  condition,
  change,
}: {
  condition: Alternative
  change: (to: Alternative | null) => void
}) {
  const { words, say } = useReading()
  const { catalogue } = words
  const { data, error, refetch } = useQuery(variableQuery(condition.register, condition.variable))
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading lines={1} />
  const { variable, hit } = data
  const codes = 'codes' in variable.domain ? (variable.domain.codes as Code[]) : []
  const timed = condition.by === 'codes' && variable.temporality !== 'FIXED'
  return (
    <fieldset className="condition">
      <legend>
        {say(variable.title)} <span className="quiet">{say(hit.registerTitle)}</span>
      </legend>
      <div className="actions">
        {([false, true] as const).map((not) => (
          <Chip.Radio
            key={String(not)}
            name={`not-${condition.key}`}
            data-size="sm"
            checked={condition.not === not}
            onChange={() => change({ ...condition, not })}
          >
            {not ? catalogue.countHasNot : catalogue.countHas}
          </Chip.Radio>
        ))}
        <Button variant="tertiary" data-size="sm" onClick={() => change(null)}>
          {catalogue.countRemove}
        </Button>
      </div>
      {condition.by === 'codes' && (
        <CodePicker
          codes={codes}
          chosen={condition.codes}
          choose={(next) => change({ ...condition, codes: next })}
        />
      )}
      {(timed || condition.by === 'limits') && (
        <div className="condition-years">
          <Textfield
            data-size="sm"
            label={timed ? catalogue.countFrom : catalogue.countLeast}
            inputMode="numeric"
            value={condition.from}
            onChange={(event) => change({ ...condition, from: event.target.value })}
          />
          <Textfield
            data-size="sm"
            label={timed ? catalogue.countUntil : catalogue.countMost}
            inputMode="numeric"
            value={condition.until}
            onChange={(event) => change({ ...condition, until: event.target.value })}
          />
        </div>
      )}
    </fieldset>
  )
}

/** A code list to tick, with a search; what is typed also offers all codes that begin so. */
function CodePicker({
  codes,
  chosen,
  choose,
}: {
  codes: readonly Code[]
  chosen: readonly string[]
  choose: (codes: string[]) => void
}) {
  const { words, say } = useReading()
  const { catalogue } = words
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const distinct = [...new Map(codes.map((one) => [one.code, one])).values()]
  const fitting = distinct.filter(
    ({ code, title }) => code.toLowerCase().startsWith(wanted) || say(title).toLowerCase().includes(wanted),
  )
  const below = distinct.filter(({ code }) => code.toLowerCase().startsWith(wanted))
  const prefix = wanted !== '' && below.length > 1 ? `${below[0]?.code.slice(0, wanted.length)}*` : null
  const patterns = chosen.filter((one) => one.endsWith('*'))
  const shown = [
    ...distinct.filter(({ code }) => chosen.includes(code)),
    ...fitting.filter(({ code }) => !chosen.includes(code)).slice(0, SHOWN),
  ]
  const toggle = (code: string, on: boolean) =>
    choose(on ? [...chosen, code] : chosen.filter((one) => one !== code))
  const count = (value: number) => formatNumber(value, 'count', words.locale)
  return (
    <fieldset className="code-picker">
      <legend className="ds-sr-only">{catalogue.countCodes}</legend>
      {distinct.length > SHOWN && (
        <Textfield
          data-size="sm"
          label={catalogue.countFilter}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <ul>
        {[...new Set([...patterns, ...(prefix === null ? [] : [prefix])])].map((pattern) => (
          <li key={pattern}>
            <Checkbox
              data-size="sm"
              label={catalogue.countAllBelow(pattern.slice(0, -1))}
              checked={chosen.includes(pattern)}
              onChange={({ target }) => toggle(pattern, target.checked)}
            />
          </li>
        ))}
        {shown.map(({ code, title }) => (
          <li key={code}>
            <Checkbox
              data-size="sm"
              label={
                <>
                  <code>{code}</code> {say(title)}
                </>
              }
              checked={chosen.includes(code)}
              onChange={({ target }) => toggle(code, target.checked)}
            />
          </li>
        ))}
      </ul>
      <p className="hint" role="status">
        {fitting.length === 0
          ? catalogue.countNoCodes
          : fitting.length > SHOWN
            ? catalogue.countCodesShown(count(shown.length), count(distinct.length))
            : ''}{' '}
        {chosen.length > 0 && catalogue.countChosenCodes(chosen.length)}
      </p>
    </fieldset>
  )
}
