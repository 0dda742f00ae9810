export { dayOf, isWorkingDay } from './calendar.js'
export { addDays, addLimit, daysBetween, dueDay, lastDayBefore, workingDaysBetween } from './limits.js'
