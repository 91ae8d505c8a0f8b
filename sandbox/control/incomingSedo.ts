/** `POST` makes the robot of the social fund begin a docflow in an account: what it would do by itself after other docflows. */

import { badRequest } from '../api/problems';
import { sendSedo } from '../authorities/sedoRobot';
import type { World } from '../world/world';

/** Answers the id of the docflow. Throws 400. */
export function beginSedo(world: World, { accountId, type }: Record<string, unknown>): { docflowId: string } {
	const organization = typeof accountId === 'string' ? world.accounts.mainOrganization(accountId) : undefined;
	if (!organization) throw badRequest('no such account');
	if (typeof type !== 'string' || !/^fss-sedo-/.test(type) || world.machine(`urn:docflow:${type}`)?.direction !== 'incoming')
		throw badRequest('type must be an incoming fss-sedo-… docflow');
	const { id } = sendSedo(world, { accountId: organization.accountId, organizationId: organization.id }, type);
	return { docflowId: id };
}
