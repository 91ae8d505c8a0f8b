import type { ProblemLine } from '../failure';

/** One finding, with its place in the file. Line and column count from 1. */
export interface FileLine extends ProblemLine {
	readonly line?: number;
	readonly column?: number;
}
