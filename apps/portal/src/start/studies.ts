/** The studies that are ready to run: one over the example registers, one over a country of made-up people. */
import country from '../../../../examples/country/study.sund?raw'
import first from '../../../../examples/first-study/study.sund?raw'
import { useSynthetic } from '../shell/made-up.js'

export const STUDIES = { 'first-study': first, country }
export type StudyName = keyof typeof STUDIES

export const isStudy = (name: string | undefined): name is StudyName =>
  name !== undefined && Object.hasOwn(STUDIES, name)

/** The study that runs on the registers of this hub. */
export function useStudy(): { name: StudyName; text: string } {
  const name = useSynthetic() === 'all' ? 'country' : 'first-study'
  return { name, text: STUDIES[name] }
}
