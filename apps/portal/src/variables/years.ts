/** The years of a variable as text and as a timeline. */

/** `2005–2019`, or one year; null without dates. */
export function spanOfYears(earliest: string | null, latest: string | null): string | null {
  if (earliest === null || latest === null) return null
  const [from, to] = [earliest.slice(0, 4), latest.slice(0, 4)]
  return from === to ? from : `${from}–${to}`
}

/** Every year from the first date to the last, for a timeline; long spans are told by decade. */
export function yearTicks(earliest: string, latest: string): { years: number[]; labels: number[] } {
  const [from, to] = [Number(earliest.slice(0, 4)), Number(latest.slice(0, 4))]
  const years = Array.from({ length: Math.min(200, to - from + 1) }, (_, index) => from + index)
  const step = years.length <= 6 ? 1 : years.length <= 30 ? 5 : years.length <= 80 ? 10 : 25
  const labels = years.filter((year) => year % step === 0 || year === from || year === to)
  // The ends are always told; a label too near to one of them is not. A label takes a seventh of the width.
  const room = years.length / 7
  return {
    years,
    labels: labels.filter(
      (year) => year === from || year === to || (year - from >= room && to - year >= room),
    ),
  }
}
