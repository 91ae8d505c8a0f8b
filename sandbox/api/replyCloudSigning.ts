/** Cloud signing of a reply. */

import { readCertificate, streebog } from '../../gost';
import type { Reply } from '../world/docflows';
import type { Call, Handlers } from './call';
import { confirmed, startSigning } from './cloudSigning';
import type { Place } from './docflowPlaces';
import { readTask } from './printing';
import { badRequest } from './problems';
import { replyOf, unsentReply } from './replying';
import { replyPath } from './docflowWire';
import type { Link } from './wire';

/** Receipt notices could be signed without an SMS (the removed page on cloud signing). */
const WITHOUT_CODE = /^(fns534|stat)-.*receipt$/;

export const replyCloudSigningHandlers: Handlers = {
	'reply-cloud-sign': (call) => {
		const { docflow, reply } = unsentReply(call);
		if (reply.wantedSignature !== 'cms-detached') throw badRequest('Этот ответный документ в облаке не подписывается');
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
		confirmReply(call, reply);
		return { status: 200, body: { 'signed-documents': [replyLink(call, { docflow, reply })], links: [] } };
	},
	'reply-task-get': (call) => readTask(call, taskOwner(replyOf(call).reply)),
};

/** The code that was given signs the reply. Throws 404 and 400. */
export function confirmReply(call: Call, reply: Reply): void {
	confirmed(call, taskOwner(reply), 'Подписание');
}

function taskOwner({ id }: Reply): string {
	return `reply ${id}`;
}

function replyLink({ world }: Call, { docflow, reply }: Pick<Place, 'docflow'> & { reply: Reply }): Link {
	return { rel: 'reply', href: world.href(replyPath(docflow, reply)) };
}
