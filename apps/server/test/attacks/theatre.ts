/** The stages of all attacks, each opened once. Apart from the attacks, which only name them. */
import type { Theatre } from './attack.js'
import {
  entriesRegister,
  membersRegister,
  peopleRegister,
  residentsRegister,
  visitsRegister,
} from './people.js'
import { type Given, openStage, type Stage } from './stage.js'

const GIVEN: Readonly<Record<string, (size: number) => readonly Given[]>> = {
  people: () => [peopleRegister(), peopleRegister(true), entriesRegister(), visitsRegister()],
  members: () => [membersRegister()],
  residents: (versions) => Array.from({ length: versions + 1 }, (_, i) => residentsRegister(i + 1)),
}

export function openTheatre(): Theatre & { close(): Promise<void> } {
  const open = new Map<string, Promise<Stage>>()
  return {
    stage(name) {
      const [register = '', size = '1'] = name.split(' ')
      const known = open.get(name)
      if (known !== undefined) return known
      const given = GIVEN[register]
      if (given === undefined) throw new Error(`There is no stage ${name}.`)
      const opening = openStage(given(Number(size)))
      open.set(name, opening)
      return opening
    },
    async close() {
      for (const stage of open.values()) await (await stage).close()
    },
  }
}
