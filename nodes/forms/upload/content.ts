import { upload } from '../../../extern';
import { accountIds, contents, count, guid, optional, type Outline, text, words } from '../../../extern/operations';
import { downloadForStore } from '../../run/download';
import { account, content, inputFile, outputField, sameAccount } from '../fields';
import type { Form } from '../form';

const uploaded: Outline<never> = {
	contentId: words('Id of the content'),
	fileName: words('Name of the file'),
	fileSize: count('Size in bytes'),
};

export const contentForms: Form[] = [
	{
		resource: 'content',
		operation: 'upload',
		name: 'Upload',
		action: 'Upload a file',
		description: 'Bring a file to the content service, of any size',
		fields: [account, inputFile],
		uses: [contents.contentUploadStart.id, contents.contentUploadChunk.id],
		output: uploaded,
		async run(step) {
			const { accountId } = step.input(accountIds);
			const [file] = await step.files(step.text('file'));
			const contentId = await upload(step.extern, accountId, file);
			return [step.result({ accountId, contentId, fileName: file.name, fileSize: file.length })];
		},
	},
	{
		resource: 'content',
		operation: 'download',
		name: 'Download',
		action: 'Download a file',
		description: 'Fetch a file from the content service, of any size',
		fields: [sameAccount, content, outputField('data')],
		more: [{ displayName: 'File Name', name: 'fileName', type: 'string', default: '', description: 'Name of the file in the output. Leave empty to keep the name of the step before.' }],
		uses: [contents.contentDownload.id],
		output: uploaded,
		async run(step) {
			const { accountId, id, fileName } = step.input({ ...accountIds, id: guid('Upload, or the documents of a docflow'), fileName: optional(text()) });
			const name = fileName ?? (typeof step.item.json.fileName === 'string' ? step.item.json.fileName : id);
			const binary = await step.store(step.text('outputField') || 'data', await downloadForStore(step.context, step.extern, accountId, id), name);
			return [step.result({ accountId, contentId: id, fileName: name }, binary)];
		},
	},
];
