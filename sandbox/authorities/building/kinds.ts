/** The kinds of builders by the end of their urn. */

import { inventoryKind } from './inventory';
import { letterKind } from './letter';
import type { BuilderKind } from './package';
import { plainKind } from './plain';
import { registrationKind } from './registration';

const PENSION_FUND: BuilderKind['recipients'] = ['upfr-code', 'sfr-code'];

const KINDS = new Map<string, BuilderKind>(
	Object.entries({
		'fns534-inventory': inventoryKind,
		'fns534-letter': letterKind,
		'business-registration': registrationKind,
		'pfr-report': plainKind({
			recipients: PENSION_FUND,
			main: 'urn:document:pfr-report',
			attachment: 'urn:document:pfr-report-attachment',
		}),
		'pfr-letter': plainKind({
			recipients: PENSION_FUND,
			main: 'urn:document:pfr-letter',
			attachment: 'urn:document:pfr-letter-attachment',
		}),
		'pfr-ios': plainKind({ recipients: PENSION_FUND, main: 'urn:document:pfr-ios-request' }),
		'stat-letter': plainKind({
			recipients: ['togs-code'],
			main: 'urn:document:stat-letter',
			attachment: 'urn:document:stat-letter-attachment',
		}),
	}),
);

/** Undefined for a builder type that does not exist. */
export function kindOf(builderType: string): BuilderKind | undefined {
	return KINDS.get(builderType.replace('urn:drafts-builder:', ''));
}
