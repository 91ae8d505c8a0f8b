import { decryptDocument, type DocumentPlace, type Extern } from '../../../extern';
import { contents, type Fields, type InputOf, type Outline, words } from '../../../extern/operations';
import { downloadForStore } from '../../run/download';
import { known } from '../catalogueForm';
import { decryptedFile, isLeftOn, outputFileName, unzip } from '../decrypting';
import { decryptWith, outputField } from '../fields';
import type { Ask, Form } from '../form';
import type { Place } from './contentForms';

const save: Ask = {
	displayName: 'Save to Kontur.Extern',
	name: 'save',
	type: 'boolean',
	default: true,
	description: 'Whether to save the decrypted file in the document, so that printing, recognizing and checking need no key any more',
};

const again: Ask = {
	displayName: 'Decrypt Again',
	name: 'again',
	type: 'boolean',
	default: false,
	description: 'Whether to decrypt although the service has the plain file already',
};

const decrypted: Outline<never> = {
	documentId: words('Id of the document'),
	...decryptedFile,
	contentId: words('Id of the plain file at the content service; absent when it was not saved'),
};

interface DecryptFace<F extends Fields> extends Place {
	readonly input: F;
	/** What it calls to read the document, its signatures and to save its plain content. */
	readonly calls: readonly string[];
	placeOf(extern: Extern, ids: InputOf<F>): DocumentPlace;
}

/** Makes a document readable with a key of one's own, and saves the plain file in it. */
export function decryptAndSaveForm<F extends Fields>({ resource, ids, document, input, calls, placeOf }: DecryptFace<F>): Form {
	return {
		resource,
		operation: 'decryptAndSave',
		name: 'Decrypt and Save',
		action: `Decrypt ${document} and save it`,
		description: 'Decrypt a document with your own key, get the file, and save it so that printing, recognizing and checking need no key any more. What is readable already is only fetched.',
		fields: [...ids, decryptWith, outputField('data')],
		more: [unzip, save, again, outputFileName],
		uses: [...calls, contents.contentDownload.id, contents.contentUploadStart.id, contents.contentUploadChunk.id],
		output: decrypted,
		async run(step) {
			const given = step.input(input);
			const place = placeOf(step.extern, given);
			const wishes = { unzip: isLeftOn(step, unzip), save: isLeftOn(step, save), again: step.isOn('again') };
			const { fileName, contentType, contentId, bytes, isNew } = await decryptDocument(step.extern, place, async () => await step.opener(), wishes);
			const file = bytes ? Buffer.from(bytes) : await downloadForStore(step.context, step.extern, place.accountId, contentId);
			const name = step.text('outputFileName') || fileName;
			const binary = await step.store(step.text('outputField') || 'data', file, name, contentType);
			// A content id of the step before would pass for that of the plain file.
			return [step.result({ ...known(given), fileName: name, contentId, isNew }, binary)];
		},
	};
}
