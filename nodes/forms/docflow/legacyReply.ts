import type { WireLegacyReply } from '../../../extern';
import { legacyReplies } from '../../../extern/operations';
import { form } from '../catalogueForm';
import { docflow, docflowDocument, inputFile, reply, sameAccount, senderIp } from '../fields';
import type { Ask, Form } from '../form';
import { filesForm, type HeldFile } from './filesForm';
import { printedName, replyType } from './replyOperations';
import { signatureFile } from './signing';

const RESOURCE = 'reply';

/** In 2018 the kind stood in the address. */
const kind: Ask = { ...replyType, name: 'documentType' };

const fileName: Ask = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '={{ $json.fileName }}',
	description: 'Name of the reply\'s file, as Generate 2018 Reply names it',
};

/** Replies as they were made in 2018. */
export const legacyReplyForms: Form[] = [
	filesForm(legacyReplies.legacyReplyGenerate2018, {
		resource: RESOURCE,
		operation: 'generate2018',
		name: 'Generate 2018 Reply',
		action: 'Generate a reply as in 2018',
		description: 'Make the file of a reply without naming a certificate',
		fields: [sameAccount, docflow, docflowDocument, kind],
		files: filesOf,
	}),
	form(legacyReplies.legacyReplySend2018, {
		resource: RESOURCE,
		operation: 'send2018',
		name: 'Send 2018 Reply',
		action: 'Send a reply as in 2018',
		description: 'Send a reply back whole, with its signature',
		fields: [sameAccount, docflow, docflowDocument, kind, reply, { ...inputFile, name: 'content' }, signatureFile, fileName],
		more: [senderIp],
	}),
];

function filesOf(wire: WireLegacyReply): HeldFile[] {
	const name = wire.filename ?? `${wire.id}.xml`;
	return [
		{ property: 'data', content: wire.content, name, mimeType: 'application/xml' },
		{ property: 'print', content: wire['print-form-content'], name: printedName(name), mimeType: 'application/pdf' },
		{ property: 'signature', content: wire.signature?.['content-data'], name: `${name}.sig`, mimeType: 'application/pgp-signature' },
	];
}
