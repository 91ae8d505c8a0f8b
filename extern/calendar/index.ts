export { daysLeft, momentOfSending, moscowDay } from './moscow';
export { isDecreed, isWorkingDay, workingDayFrom, workingDaysAfter, workingDaysLeft } from './workingDays';
