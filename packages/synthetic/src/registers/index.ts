/** The registers of the country, in the order in which people meet them. A new one is one file and one line here. */
import type { CountryRegister } from '../register.js'
import { biobank } from './biobank.js'
import { homeMonitoring } from './home-monitoring.js'
import { medicines } from './medicines.js'

export const COUNTRY_REGISTERS: readonly CountryRegister[] = [medicines, homeMonitoring, biobank]
