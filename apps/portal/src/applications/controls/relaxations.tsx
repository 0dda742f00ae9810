/** Rules that a permit may make milder: the numbers that can be, how far, and why. */
import { Button, Input, Label, Select, Textarea } from '@digdir/designsystemet-react'
import {
  NUMBER_NAMES,
  type NumberName,
  OPEN_POLICY,
  POLICY_NUMBERS,
  policyNumber,
  type Relaxation,
} from '@sund/model'
import { useState } from 'react'
import { numberText } from '../../protection/numbers.js'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

/** How far a permit can go, for each number that one can relax at all. */
const RELAXABLE = NUMBER_NAMES.flatMap((name) => {
  const number: { rule: Relaxation['rule']; permit?: number } = POLICY_NUMBERS[name]
  return number.permit === undefined ? [] : [{ name, rule: number.rule, permit: number.permit }]
})
const nameOf = ({ numbers }: Relaxation): NumberName =>
  RELAXABLE.find(({ name }) => numbers[name] !== undefined)?.name ?? 'cellThreshold'

export function RelaxationsControl({ draft, id, invalid }: ControlProps) {
  const { words } = useReading()
  const { controls } = words.applications
  const { numberNames } = words.protection
  const kept = draft.application.answers.relaxations ?? []
  // One without a reason is not in the application yet.
  const [empty, setEmpty] = useState<readonly Relaxation[]>([])
  const order = (one: Relaxation) => RELAXABLE.findIndex(({ name }) => name === nameOf(one))
  const relaxations = [...kept, ...empty].toSorted((a, b) => order(a) - order(b))
  const set = (next: readonly Relaxation[]) => {
    const reasoned = next.filter(({ reason }) => reason.trim() !== '')
    setEmpty(next.filter((one) => !reasoned.includes(one)))
    draft.answer('relaxations', reasoned.length === 0 ? undefined : reasoned)
  }
  const put = (at: number, one: Relaxation) => set(relaxations.map((old, i) => (i === at ? one : old)))
  const free = RELAXABLE.filter(({ name }) => !relaxations.some((one) => nameOf(one) === name))
  return (
    <>
      {relaxations.map((one, i) => {
        const name = nameOf(one)
        const about = RELAXABLE.find((relaxable) => relaxable.name === name)
        if (about === undefined) return null
        const usual = numberText(policyNumber(OPEN_POLICY, name), words.locale)
        return (
          <div key={name} className="sub-form">
            <div className="side-by-side">
              <div>
                <Label htmlFor={`${id}${i}name`} data-size="sm">
                  {controls.relaxed}
                </Label>
                <Select
                  id={`${id}${i}name`}
                  value={name}
                  onChange={(event) => {
                    const next = RELAXABLE.find((relaxable) => relaxable.name === event.target.value)
                    if (next) put(i, { ...one, rule: next.rule, numbers: { [next.name]: next.permit } })
                  }}
                >
                  {[about, ...free].map((relaxable) => (
                    <Select.Option key={relaxable.name} value={relaxable.name}>
                      {numberNames[relaxable.name]} ({relaxable.rule})
                    </Select.Option>
                  ))}
                </Select>
              </div>
              <div>
                <Label htmlFor={`${id}${i}value`} data-size="sm">
                  {controls.value}
                </Label>
                <Input
                  id={`${id}${i}value`}
                  className="short-input"
                  type="number"
                  value={one.numbers[name] ?? ''}
                  aria-describedby={`${id}${i}hint`}
                  aria-invalid={invalid || undefined}
                  onChange={(event) => put(i, { ...one, numbers: { [name]: Number(event.target.value) } })}
                />
              </div>
            </div>
            <p id={`${id}${i}hint`} className="hint">
              {controls.to(usual, numberText(about.permit, words.locale))}
            </p>
            <Label htmlFor={`${id}${i}reason`} data-size="sm">
              {controls.reason}
            </Label>
            <Textarea
              id={`${id}${i}reason`}
              rows={2}
              maxLength={2000}
              value={one.reason}
              onChange={(event) => put(i, { ...one, reason: event.target.value })}
            />
            <div className="actions">
              <Button
                variant="tertiary"
                data-size="sm"
                onClick={() => set(relaxations.filter((_, other) => other !== i))}
              >
                {controls.remove}
              </Button>
            </div>
          </div>
        )
      })}
      {free[0] && (
        <div className="actions">
          <Button
            variant="secondary"
            data-size="sm"
            onClick={() => {
              const [next] = free
              if (next)
                set([...relaxations, { rule: next.rule, numbers: { [next.name]: next.permit }, reason: '' }])
            }}
          >
            {controls.addRelaxation}
          </Button>
        </div>
      )}
    </>
  )
}
