import { idFromHref } from '../transport/origin';
import type { WireSignEnd, WireSignStart } from '../wire/cloud';
import type { WireLink } from '../wire/core';
import { membersOf } from '../wire/tolerant';
import { texts, words, type Outline } from './outline';

/** The simplified output of starting to sign a reply in the cloud. */
export const signStartOutline: Outline<WireSignStart> = {
	requestId: words('Id by which the signing is confirmed, absent where nothing is to be confirmed', (wire) => wire['request-id']),
	confirmType: words('How it is confirmed: none, sms, my-dss or applet', (wire) => wire['confirm-type']),
	taskId: words('Id of the task that ends when the reply is signed', (wire) => wire['task-id']),
	replyIds: texts('Ids of the replies that will be signed', (wire) => replyIdsOf(wire['documents-to-sign'])),
};

/** The simplified output of confirming it. */
export const signEndOutline: Outline<WireSignEnd> = {
	replyIds: texts('Ids of the replies that were signed', (wire) => replyIdsOf(wire['signed-documents'])),
};

function replyIdsOf(links: readonly WireLink[] | undefined): string[] {
	return membersOf(links)
		.map(({ href }) => idFromHref(href, 'replies') ?? idFromHref(href, 'pfr-replies'))
		.filter((id) => id !== undefined);
}
