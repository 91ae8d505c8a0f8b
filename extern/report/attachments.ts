import type { FileLine } from './fileLine';

/** limits §2: most that a draft of a builder holds; one file cannot hold more. */
const LARGEST_ATTACHMENT = 60 * 1024 * 1024;
/** limits §2: names of files that go to the tax service. */
const LONGEST_NAME = 100;
const ENDINGS = { pdf: /\.pdf$/i, image: /\.(jpe?g|png|tiff?)$/i, text: /\.(txt|xsl)$/i };

/** What is wrong with a file that goes along with a report (scenarios (a), limits §2 and §7). */
export function attachmentLines({ fileName, bytes }: { readonly fileName: string; readonly bytes: Uint8Array }, format: keyof typeof ENDINGS): FileLine[] {
	const lines: FileLine[] = [];
	if (!ENDINGS[format].test(fileName)) lines.push({ level: 'error', text: `The name does not end as that of a ${format === 'text' ? 'text (.txt, .xsl)' : format === 'pdf' ? 'PDF document (.pdf)' : 'picture (.jpg, .png, .tif)'}, which the file is` });
	if (format === 'image') lines.push({ level: 'warning', text: 'Pictures usually go with answers to demands and letters (Draft: Builder), not with reports' });
	if (bytes.length > LARGEST_ATTACHMENT) lines.push({ level: 'error', text: 'The file has more than 60 MB, the most that is taken' });
	if (fileName.length > LONGEST_NAME) lines.push({ level: 'warning', text: `The name has more than ${LONGEST_NAME} characters and may be cut` });
	return lines;
}
