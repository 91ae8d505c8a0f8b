export { authorityInWords, officeOf } from './authority';
export { demandFormOf, type DemandTerms, demandTermsOf, type DemandVerdict, isAnsweredByInventory, kndsOf, receiptDeadlineOf, verdictOf } from './demand';
export { deadlineOf, isToBeAccepted, receiptDayOf } from './due';
export { dayOf, formOf } from './form';
export { isAtRest, isHiddenInLists, isIncoming, nameIn } from './kinds';
export { periodInWords } from './period';
export { type DocflowResult, isFinished, resultOf, type Severity, severityOf } from './result';
