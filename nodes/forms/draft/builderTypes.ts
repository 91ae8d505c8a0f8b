import { builderTypes } from '../../../extern';
import { codeOptions } from '../codeOptions';
import type { Ask } from '../form';

export const INVENTORY = 'urn:drafts-builder:fns534-inventory';
export const LETTER = 'urn:drafts-builder:fns534-letter';

/** Builders whose data has no fields of its own here. */
export const OTHER_TYPES = builderTypes().map(({ urn }) => urn).filter((urn) => urn !== INVENTORY && urn !== LETTER);

/** What a builder makes: it decides which of the fields below it count. */
export const builderType: Ask = {
	displayName: 'Builder Type',
	name: 'builderType',
	type: 'options',
	options: codeOptions(builderTypes()),
	default: INVENTORY,
	description: 'What the files are packed for. Another type of the service can be given by an expression.',
};
