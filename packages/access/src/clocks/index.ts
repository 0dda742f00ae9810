export { dayOf, isWorkingDay } from './calendar.js'
export { daysBetween, dueDay, lastDayBefore, workingDaysBetween } from './limits.js'
