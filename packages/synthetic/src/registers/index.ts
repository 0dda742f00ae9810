/** The registers of the country, in the order in which people meet them. A new one is one file and one line here. */
import type { CountryRegister } from '../register.js'
import { biobank } from './biobank.js'
import { BIRTHS } from './births.js'
import { education } from './education.js'
import { employment } from './employment.js'
import { homeMonitoring } from './home-monitoring.js'
import { income } from './income.js'
import { laboratory } from './laboratory.js'
import { medicines } from './medicines.js'
import { POPULATION } from './population.js'
import { primaryCare } from './primary-care.js'
import { survey } from './survey.js'
import { vaccinations } from './vaccinations.js'

export const COUNTRY_REGISTERS: readonly CountryRegister[] = [
  POPULATION,
  BIRTHS,
  education,
  income,
  employment,
  primaryCare,
  medicines,
  laboratory,
  vaccinations,
  homeMonitoring,
  survey,
  biobank,
]
