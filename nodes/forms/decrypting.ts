import { words, yesNo, type Outline } from '../../extern/operations';
import type { Step } from '../run/step';
import type { Ask } from './form';

/** Whether what is decrypted comes out of its archive. */
export const unzip: Ask = {
	displayName: 'Unzip',
	name: 'unzip',
	type: 'boolean',
	default: true,
	description: 'Whether to take the file out of the ZIP or GZIP archive that it travelled in. An archive with several files stays as it is.',
};

export const outputFileName: Ask = {
	displayName: 'Output File Name',
	name: 'outputFileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. demand.pdf',
	description: 'Name of the decrypted file. Leave empty to keep the one that it has.',
};

/** A field that is on until somebody switches it off; one of Additional Fields is not there before. */
export function isLeftOn(step: Step, { name }: Ask): boolean {
	return step.value(name) !== false;
}

/** What every way of decrypting tells. */
export const decryptedFile: Outline<never> = {
	fileName: words('Name of the decrypted file'),
	isNew: yesNo('Whether it was decrypted now; otherwise the service had the plain file already'),
};
