/** Bounded sums of made-up people, as the engine makes them. */
import { type BoundedForm, type BoundedStatistic, CLAMP_STEPS } from '@sund/model'

export interface Person {
  group: number
  value: number
}

const text = (en: string) => ({ en })

/** Sums of people in groups, with values clamped to 0 … 100. */
export function boundedOf(
  people: readonly Person[],
  groups: number,
  form: BoundedForm,
  { rho = 0.1, parts = 0, known = true, measured = true } = {},
): BoundedStatistic {
  const cells = Array.from({ length: groups }, (_, group) => {
    const own = people.filter((person) => person.group === group)
    const steps = own.map(({ value }) =>
      Math.round(((Math.min(100, Math.max(0, value)) - 50) / 50) * CLAMP_STEPS),
    )
    const sum = (of: (step: number) => number) => steps.reduce((all, step) => all + of(step), 0)
    const histogram = new Array<number>(parts).fill(0)
    if (parts > 0)
      for (const { value } of own) {
        const part = Math.min(parts - 1, Math.floor((Math.min(100, Math.max(0, value)) / 100) * parts))
        histogram[part] = (histogram[part] ?? 0) + 1
      }
    const sums = {
      present: own.length,
      missing: 0,
      sum: sum((step) => step),
      squares: sum((step) => Math.round(step ** 2 / CLAMP_STEPS)),
      parts: histogram,
    }
    return { at: [group], known, units: own.length, sums: measured ? [sums] : [] }
  })
  return {
    rho,
    most: 1,
    dimensions: [
      {
        variable: 'group',
        title: text('Group'),
        levels: Array.from({ length: groups }, (_, group) => ({
          code: String(group),
          label: text(`g${group}`),
        })),
      },
    ],
    variables: measured ? [{ variable: 'x', title: text('x'), low: 0, high: 100, parts }] : [],
    cells: known ? cells : cells.filter(({ units }) => units > 0),
    form,
  }
}
