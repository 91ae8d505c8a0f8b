import type { WireSignEnd, WireSignStart } from '../wire/cloud';
import type { WireLink } from '../wire/core';
import { membersOf } from '../wire/tolerant';
import { parts, words, type Outline } from './outline';

const link: Outline<WireLink> = {
	relation: words('What is linked', (wire) => wire.rel),
	href: words('Its address', (wire) => wire.href),
	name: words('Its name', (wire) => wire.name),
};

/** The simplified output of starting a signature in the cloud. */
export const signStartOutline: Outline<WireSignStart> = {
	requestId: words('Id of the request, which the code of the SMS confirms', (wire) => wire['request-id']),
	taskId: words('Id of the task that signs', (wire) => wire['task-id']),
	confirmType: words('How it is confirmed: none, sms, my-dss or applet', (wire) => wire['confirm-type']),
	toSign: parts('What will be signed', link, (wire) => membersOf(wire['documents-to-sign'])),
};

/** The simplified output of confirming it. */
export const signEndOutline: Outline<WireSignEnd> = {
	signed: parts('What was signed', link, (wire) => membersOf(wire['signed-documents'])),
};
