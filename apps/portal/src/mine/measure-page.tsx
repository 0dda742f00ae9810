/** Something that one measured oneself: which measure, its values within what a person can have, and when. It can be taken back at once. */
import { Button, Field, Label, Select, Textfield } from '@digdir/designsystemet-react'
import {
  isMeasurable,
  type MeasuredPart,
  OWN_MEASURE_NAMES,
  OWN_MEASURES,
  type OwnMeasure,
  partsOfMeasure,
} from '@sund/model'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { changedMine, measure as keep } from '../api/mine.js'
import { Problem } from '../shell/states.js'
import type { Words } from '../words/en.js'
import { useReading } from '../words/reading.js'
import { MinePage } from './frame.js'
import { TakeBack } from './take-back.js'

export function MeasurePage() {
  const { measure } = useReading().words.mine
  return (
    <MinePage title={measure.title} lead={measure.lead}>
      <Form />
    </MinePage>
  )
}

function Form() {
  const { words, say } = useReading()
  const { measure: said } = words.mine
  const client = useQueryClient()
  const what = useId()
  const [measure, setMeasure] = useState<OwnMeasure>('blood-pressure')
  const [typed, setTyped] = useState<readonly string[]>([])
  const [at, setAt] = useState(() => localMoment(new Date()))
  const [tried, setTried] = useState(false)
  const [takenBack, setTakenBack] = useState(false)
  const parts = partsOfMeasure(measure)
  const values = parts.map((_, i) => numberIn(typed[i] ?? ''))
  const wrong = parts.map((part, i) => values[i] === null || !isMeasurable(part, values[i] as number))
  const future = !(new Date(at).getTime() <= Date.now() + 60_000)
  const keeping = useMutation({
    mutationFn: () => keep(client, { measure, values: values as number[], at: new Date(at).toISOString() }),
    onSuccess: () => {
      setTyped([])
      setTried(false)
      setTakenBack(false)
      return changedMine(client)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!wrong.includes(true) && !future) keeping.mutate()
  }
  const choose = (name: string) => {
    setMeasure(name as OwnMeasure)
    setTyped([])
    setTried(false)
  }
  return (
    <>
      <form className="action-form measure-form" onSubmit={submit} noValidate>
        <Field>
          <Label htmlFor={what}>{said.what}</Label>
          <Select id={what} value={measure} onChange={({ target }) => choose(target.value)}>
            {OWN_MEASURE_NAMES.map((name) => (
              <Select.Option key={name} value={name}>
                {say(OWN_MEASURES[name].title)}
              </Select.Option>
            ))}
          </Select>
        </Field>
        {parts.map((part, i) => (
          <Textfield
            key={`${measure} ${part.code}`}
            label={say(part.title)}
            suffix={part.sign}
            description={said.range(...rangeOf(part, words))}
            inputMode="decimal"
            autoComplete="off"
            value={typed[i] ?? ''}
            error={tried && wrong[i] ? said.outside(...rangeOf(part, words)) : undefined}
            onChange={({ target }) =>
              setTyped(parts.map((_, j) => (j === i ? target.value : (typed[j] ?? ''))))
            }
          />
        ))}
        <Textfield
          type="datetime-local"
          label={said.when}
          value={at}
          max={localMoment(new Date())}
          error={tried && future ? said.future : undefined}
          onChange={({ target }) => setAt(target.value)}
        />
        <div className="actions">
          <Button type="submit" disabled={keeping.isPending}>
            {said.save}
          </Button>
        </div>
      </form>
      {keeping.error && <Problem error={keeping.error} />}
      <p role="status">
        {takenBack
          ? said.undone
          : keeping.data &&
            said.saved(
              [keeping.data.title, keeping.data.value]
                .flatMap((text) => (text === null ? [] : [say(text)]))
                .join(' '),
            )}
      </p>
      {keeping.data && !takenBack && <TakeBack item={keeping.data} onDone={() => setTakenBack(true)} />}
    </>
  )
}

const rangeOf = ({ least, most, sign }: MeasuredPart, { locale }: Words): [string, string, string] => [
  least.toLocaleString(locale),
  most.toLocaleString(locale),
  sign,
]

/** A number as people write it, with a comma or a point; null for anything else. */
const numberIn = (text: string): number | null =>
  /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null

/** As a field for day and time has it, in the reader's own zone. */
function localMoment(moment: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-')
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`
}
