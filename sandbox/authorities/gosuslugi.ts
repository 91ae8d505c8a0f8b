/** Notifications to the police go through Gosuslugi, in the name of an employee who gave his key for some hours. */

import type { Docflow, DocflowDocument } from '../world/docflows';
import type { World } from '../world/world';

const PROTOCOL = 'urn:document:mvd-notification-epgu-protocol';

/** The key of the employee by whom the organization can speak to Gosuslugi now. */
export function employeeNow({ accounts, clock }: World, { accountId, organizationId }: Pick<Docflow, 'accountId' | 'organizationId'>): string | undefined {
	const organization = accounts.organizationsOf(accountId).find(({ id }) => id === organizationId);
	const access = organization?.gosuslugi;
	return access && access.validUntil > clock.now() ? access.uid : undefined;
}

/** The details of a refusal are read from Gosuslugi: only while the employee who sent the notification has access. */
export function isShown(world: World, docflow: Docflow, { type }: DocflowDocument): boolean {
	if (type !== PROTOCOL || docflow.successState !== 'failed') return true;
	const employee = employeeNow(world, docflow);
	return employee !== undefined && (docflow.employeeKey ?? employee) === employee;
}
