import type { ProblemLine } from '../../extern';
import { type Outline, parts, words } from '../../extern/operations';

/** One finding of a check. */
export const finding: Outline<ProblemLine> = {
	file: words('Name of the file', (line) => line.file),
	level: words('error or warning', (line) => line.level),
	text: words('What was found', (line) => line.text),
	path: words('Where in the file', (line) => line.path),
};

/** What signing tells though it went well. */
export const signingWarnings = parts('What to know though it went well, such as a certificate that expires soon or a signature file that fits nothing; absent when there is nothing', finding);
