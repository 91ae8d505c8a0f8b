import { baseName } from './archives';

const EXTENSIONS: Readonly<Record<string, string>> = {
	'application/pdf': 'pdf',
	'application/xml': 'xml',
	'application/zip': 'zip',
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/tiff': 'tif',
	'text/html': 'html',
	'text/plain': 'txt',
	'text/xml': 'xml',
};

/**
 * The first name that says something. Files travel as `.bin`: where the kind of file is known, its
 * usual ending takes that place.
 * @param names from the best to the worst, each of them perhaps missing or empty
 * @param contentType MIME type, as the service tells it
 */
export function fileNameOf(names: ReadonlyArray<string | undefined>, contentType: string | undefined): string {
	const [name = 'file'] = names.map((one) => baseName(one ?? '')).filter(Boolean);
	const extension = EXTENSIONS[contentType?.split(';')[0].trim().toLowerCase() ?? ''];
	if (!extension) return name;
	const stem = name.replace(/\.bin$/i, '');
	return /\.[^.\s]{1,5}$/.test(stem) ? stem : `${stem}.${extension}`;
}
