/** Cloud signing of a reply. */

import { readCertificate, streebog } from '../../gost';
import type { Reply } from '../world/docflows';
import type { Call, Handlers } from './call';
import { confirmSigning, startSigning } from './cloudSigning';
import type { Place } from './docflowPlaces';
import { readTask } from './printing';
import { replyOf, unsentReply } from './replies';
import { replyPath } from './docflowWire';
import type { Link } from './wire';

/** Receipt notices could be signed without an SMS (the removed page on cloud signing). */
const WITHOUT_CODE = /^(fns534|stat)-.*receipt$/;

export const replyCloudSigningHandlers: Handlers = {
	'reply-cloud-sign': (call) => {
		const { docflow, reply } = unsentReply(call);
		return startSigning(call, {
			ownerId: taskOwner(reply),
			type: 'urn:task-type:initReplySignOperation',
			// Of one docflow one reply is signed at a time.
			lock: `cloud-sign ${docflow.id}`,
			accountId: docflow.accountId,
			certificate: readCertificate(reply.certificate),
			things: [
				{
					id: reply.id,
					digest: () => streebog(256, reply.content),
					attach: (signature) => {
						reply.signature = signature;
					},
				},
			],
			links: [replyLink(call, { docflow, reply })],
			taskHref: (taskId) => call.world.href(`${replyPath(docflow, reply)}/tasks/${taskId}`),
			unconfirmed: call.flag('forceConfirmation') === false && WITHOUT_CODE.test(reply.type),
		});
	},
	'reply-cloud-sign-confirm': (call) => {
		const { docflow, reply } = replyOf(call);
		return confirmSigning(call, { ownerId: taskOwner(reply), links: [replyLink(call, { docflow, reply })] });
	},
	'reply-task-get': (call) => readTask(call, taskOwner(replyOf(call).reply)),
};

function taskOwner({ id }: Reply): string {
	return `reply ${id}`;
}

function replyLink({ world }: Call, { docflow, reply }: Pick<Place, 'docflow'> & { reply: Reply }): Link {
	return { rel: 'reply', href: world.href(replyPath(docflow, reply)) };
}
