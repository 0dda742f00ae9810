export { dayOf, isWorkingDay } from './calendar.js'
export {
  addDays,
  addLimit,
  daysBetween,
  dueDay,
  lastDayBefore,
  lastDayOf,
  workingDaysBetween,
} from './limits.js'
