/** The registers of the country, in the order in which people meet them. A new one is one file and one line here. */
import type { CountryRegister } from '../register.js'
import { laboratory } from './laboratory.js'
import { primaryCare } from './primary-care.js'
import { vaccinations } from './vaccinations.js'

export const COUNTRY_REGISTERS: readonly CountryRegister[] = [primaryCare, laboratory, vaccinations]
