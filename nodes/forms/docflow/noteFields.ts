import type { Ask } from '../form';

/** What a subscriber notes about docflows and demands; what is left empty stays as it is. */
export const comment: Ask = { displayName: 'Comment', name: 'comment', type: 'string', default: '', description: 'Note for your colleagues. It replaces the one that is there.' };

export const commentColor: Ask = {
	displayName: 'Comment Color',
	name: 'commentColor',
	type: 'options',
	options: [
		{ name: 'As It Is', value: '' },
		{ name: 'Blue', value: 'blue' },
		{ name: 'Gray', value: 'gray' },
		{ name: 'Green', value: 'green' },
		{ name: 'None', value: 'none' },
		{ name: 'Red', value: 'red' },
		{ name: 'Violet', value: 'violet' },
		{ name: 'Yellow', value: 'yellow' },
	],
	default: '',
	description: 'Color of the comment',
};

export const otherChanges: Ask = {
	displayName: 'Other Changes (JSON)',
	name: 'otherChanges',
	type: 'json',
	default: '[]',
	placeholder: 'e.g. [{"op": "remove", "path": "/description/requisites/labels/0"}]',
	description: 'More steps of a JSON Patch, as Kontur.Extern takes them',
};
