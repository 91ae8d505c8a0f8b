export { authorityInWords, officeOf } from './authority';
export { deadlineOf } from './due';
export { dayOf, formOf } from './form';
export { isAtRest, isHiddenInLists, isIncoming, nameIn } from './kinds';
export { dayInWords, periodInWords } from './period';
export { type DocflowResult, isFinished, resultOf, type Severity, severityOf } from './result';
