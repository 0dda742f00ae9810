/** The registers of the country, in the order in which people meet them. A new one is one file and one line here. */
import type { CountryRegister } from '../register.js'
import { cancer } from './cancer.js'
import { causesOfDeath } from './causes-of-death.js'
import { education } from './education.js'
import { employment } from './employment.js'
import { hospital } from './hospital.js'
import { income } from './income.js'
import { medicines } from './medicines.js'
import { primaryCare } from './primary-care.js'
import { survey } from './survey.js'

export const COUNTRY_REGISTERS: readonly CountryRegister[] = [
  education,
  income,
  employment,
  primaryCare,
  hospital,
  medicines,
  cancer,
  causesOfDeath,
  survey,
]
