/** Civil status: Statistics Norway's classification 19. Codes 6–9 are of partnerships registered from 1993 to 2008. */
import type { CodeRow } from '../register.js'

export const CIVIL_STATUS: readonly CodeRow[] = [
  ['1', 'Unmarried', 'Ugift', 'Ugift'],
  ['2', 'Married', 'Gift', 'Gift'],
  ['3', 'Widow or widower', 'Enke eller enkemann', 'Enke eller enkemand'],
  ['4', 'Divorced', 'Skilt', 'Skilt'],
  ['5', 'Separated', 'Separert', 'Separeret'],
  ['6', 'Registered partner', 'Registrert partner', 'Registreret partner'],
  ['7', 'Separated partner', 'Separert partner', 'Separeret partner'],
  ['8', 'Divorced partner', 'Skilt partner', 'Ophævet partnerskab'],
  ['9', 'Surviving partner', 'Gjenlevende partner', 'Længstlevende partner'],
]
