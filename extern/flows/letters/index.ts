/** Letters to authorities. */
export { checkFnsLetter, sendFnsLetter, type FnsLetter } from './fns';
export { letterText, type Letter, type LetterFile, type SentLetter } from './letter';
export { checkRosstatLetter, sendRosstatLetter } from './rosstat';
