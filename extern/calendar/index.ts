export { dayInWords, MONTHS } from './inWords';
export { daysLeft, momentOfSending, moscowDay, moscowTime } from './moscow';
export { isDecreed, isWorkingDay, workingDayFrom, workingDaysAfter, workingDaysLeft } from './workingDays';
