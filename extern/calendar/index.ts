export { dayInWords, MONTHS } from './inWords';
export { daysLeft, momentOfSending, moscowDay, moscowTime } from './moscow';
export { isWorkingDay, lastDayOfTerm, workingDaysAfter, workingDaysLeft } from './workingDays';
