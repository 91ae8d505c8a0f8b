import { idFromHref } from '../transport/origin';
import type { WireSigned, WireSignInit } from '../wire/cloudSigning';
import type { WireLink } from '../wire/core';
import { membersOf } from '../wire/tolerant';
import { text } from './fields';
import { draftIds } from './ids';
import { object, operation, post } from './operation';
import { texts, words, type Outline } from './outline';

const started: Outline<WireSignInit> = {
	requestId: words('Id by which the signing is confirmed, absent where nothing is to be confirmed', (wire) => wire['request-id']),
	confirmType: words('How it is confirmed: none, sms, my-dss or applet', (wire) => wire['confirm-type']),
	taskId: words('Id of the task that ends when everything is signed', (wire) => wire['task-id']),
	documentIds: texts('Ids of the documents that will be signed', (wire) => documentIdsOf(wire['documents-to-sign'])),
};

const signed: Outline<WireSigned> = {
	documentIds: texts('Ids of the documents that were signed', (wire) => documentIdsOf(wire['signed-documents'])),
};

/** Asks for signing a whole draft with a key that lies at the server; usually an SMS with a code follows. */
export const draftCloudSign = operation({
	id: 'draft-cloud-sign',
	request: post('/v1/{accountId}/drafts/{draftId}/cloud-sign'),
	input: draftIds,
	answer: object<WireSignInit>(),
	outline: started,
	inferred: true,
	source: 'scenarios, "device_api/loks"',
});

/** Brings the code of the SMS. */
export const draftCloudSignConfirm = operation({
	id: 'draft-cloud-sign-confirm',
	request: post('/v1/{accountId}/drafts/{draftId}/cloud-sign-confirm'),
	input: { ...draftIds, requestId: text(), code: text() },
	query: ({ requestId, code }) => ({ requestId, code }),
	answer: object<WireSigned>(),
	outline: signed,
	inferred: true,
	deprecated: true,
	source: 'Java SDK, DraftsApi',
});

function documentIdsOf(links: readonly WireLink[] | undefined): string[] {
	return membersOf(links).map(({ href }) => idFromHref(href, 'documents')).filter((id) => id !== undefined);
}
