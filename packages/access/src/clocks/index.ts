export { dayOf, isWorkingDay } from './calendar.js'
export { addDays, daysBetween, dueDay, lastDayBefore, workingDaysBetween } from './limits.js'
