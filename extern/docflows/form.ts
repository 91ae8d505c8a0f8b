import type { WireFormVersion } from '../wire/core';
import type { WireDocflowDescription } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';

/** What a docflow is about; in ISO 8601 days. */
export interface FormOfDocflow {
	readonly name?: string;
	/** KND or OKUD. */
	readonly code?: string;
	readonly periodBegin?: string;
	readonly periodEnd?: string;
}

/**
 * Form and period of a docflow. Reports to the social fund name them by section, demands name several forms: the first
 * counts (models.md §9.2).
 */
export function formOf(description: WireDocflowDescription | undefined): FormOfDocflow {
	const [section] = membersOf(description?.['section-infos']);
	const form: WireFormVersion | undefined = description?.['form-version'] ?? membersOf(description?.['form-versions'])[0] ?? section?.['form-version'];
	return {
		name: textOf(form?.['form-shortname']) ?? textOf(form?.['form-fullname']),
		code: textOf(form?.knd) ?? textOf(form?.okud),
		periodBegin: dayOf(description?.['period-begin'] ?? section?.['period-begin']),
		periodEnd: dayOf(description?.['period-end'] ?? section?.['period-end']),
	};
}

/** The day of a stamp. */
export function dayOf(stamp: unknown): string | undefined {
	return /^\d{4}-\d\d-\d\d/.exec(textOf(stamp) ?? '')?.[0];
}
