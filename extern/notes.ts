import { inputError } from './failure';

/** One step of a JSON Patch (RFC 6902). */
export interface PatchOperation {
	readonly op: 'add' | 'replace' | 'remove';
	readonly path: string;
	readonly value?: unknown;
}

/** What a subscriber notes about a docflow or a demand; what is absent stays as it is. */
export interface Notes {
	readonly comment?: string;
	readonly commentColor?: string;
	readonly assigneeId?: string;
	readonly demandStatus?: string;
	readonly demandNumber?: string;
	readonly demandDate?: string;
	readonly demandKnd?: string;
	/** All labels: those that were there before are replaced. */
	readonly labels?: readonly string[];
	/** Names of requisites to empty, as the service calls them: `comment`, `assignees`. */
	readonly clear?: readonly string[];
	/** More steps of the patch. */
	readonly otherChanges?: unknown;
}

/** Where all of them stand (http-behaviour §10). */
const REQUISITES = '/description/requisites/';

/**
 * The JSON Patch that notes something.
 * @throws ExternError `input` when nothing is to be changed
 */
export function patchOf({ comment, commentColor, assigneeId, labels, clear = [], otherChanges, ...notes }: Notes): unknown[] {
	const steps = [
		...clear.map((name) => ({ op: 'remove', path: REQUISITES + name })),
		...set('comment', comment && { text: comment, color: commentColor }),
		// A color alone keeps the text that is there.
		...set('comment/color', comment ? undefined : commentColor),
		...set('assignees', assigneeId && [{ id: assigneeId }]), // there can be only one
		...set('labels', labels?.map((name) => ({ name }))),
		...set('demand-status', notes.demandStatus),
		...set('demand-number', notes.demandNumber),
		...set('demand-date', notes.demandDate),
		...set('demand-knd', notes.demandKnd),
		...stepsIn(otherChanges),
	];
	if (steps.length === 0) throw inputError('There is nothing to change', 'Fill in at least one field');
	return steps;
}

/** `add` to a member that is there replaces it. */
function set(name: string, value: unknown): PatchOperation[] {
	return value === undefined || value === '' ? [] : [{ op: 'add', path: REQUISITES + name, value }];
}

function stepsIn(otherChanges: unknown): unknown[] {
	if (otherChanges === undefined) return [];
	return Array.isArray(otherChanges) ? otherChanges : [otherChanges];
}
