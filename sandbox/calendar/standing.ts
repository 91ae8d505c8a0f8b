/** How an organization stands with a report that it owes: by what it has sent, and when. */

import type { Organization } from '../world/accounts';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';
import { moscowDay } from './days';
import type { Deadline, ReportForm } from './reports';

export type ReportStatus = 'declined' | 'sent' | 'accepted' | 'accepted-with-rebuke';
export type DeadlineStatus =
	| ReportStatus
	| 'not-sent'
	| 'not-sent-after-deadline'
	| 'sent-after-deadline'
	| 'accepted-after-deadline'
	| 'accepted-with-sent'
	| 'accepted-with-warning';

const STATUSES: Record<Docflow['successState'], ReportStatus> = {
	neutral: 'sent',
	successful: 'accepted',
	warning: 'accepted-with-rebuke',
	failed: 'declined',
};

export function reportStatus({ successState }: Docflow): ReportStatus {
	return STATUSES[successState];
}

/** The docflows of one report with all its corrections, oldest first. */
export function docflowsOf(
	{ docflows }: World,
	organization: Organization,
	form: ReportForm,
	{ code, year }: Deadline,
): Docflow[] {
	return docflows
		.of(organization.accountId)
		.filter(
			({ organizationId, incoming, description }) =>
				organizationId === organization.id &&
				!incoming &&
				kndOf(description) === form.knd &&
				description['period-code'] === code &&
				String(description['period-begin']).startsWith(`${year}-`),
		);
}

export function deadlineStatus(docflows: Docflow[], { day }: Deadline, now: Date): DeadlineStatus {
	const last = docflows.at(-1);
	if (!last) return isLate(now, day) ? 'not-sent-after-deadline' : 'not-sent';
	const status = reportStatus(last);
	const acceptedBefore = docflows.slice(0, -1).some((docflow) => isAccepted(reportStatus(docflow)));
	if (acceptedBefore && status === 'sent') return 'accepted-with-sent';
	if (acceptedBefore && status === 'declined') return 'accepted-with-warning';
	// What was refused does not count as filed; a correction of what was filed in time is not late.
	const filed = docflows.find((docflow) => reportStatus(docflow) !== 'declined');
	const late = filed !== undefined && isLate(filed.createdAt, day);
	if (status === 'sent') return late ? 'sent-after-deadline' : 'sent';
	if (status === 'accepted') return late ? 'accepted-after-deadline' : 'accepted';
	return status;
}

function isAccepted(status: ReportStatus): boolean {
	return status === 'accepted' || status === 'accepted-with-rebuke';
}

function isLate(moment: Date, day: string): boolean {
	return moscowDay(moment) > day;
}

function kndOf(description: Record<string, unknown>): unknown {
	const version = description['form-version'];
	return typeof version === 'object' && version !== null && 'knd' in version ? version.knd : undefined;
}
