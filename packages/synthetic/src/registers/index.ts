/** The registers of the country, in the order in which people meet them. A new one is one file and one line here. */
import type { CountryRegister } from '../register.js'
import { BIRTHS } from './births.js'
import { POPULATION } from './population.js'

export const COUNTRY_REGISTERS: readonly CountryRegister[] = [POPULATION, BIRTHS]
