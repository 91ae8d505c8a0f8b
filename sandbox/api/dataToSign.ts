/** The bytes to sign of a notification to the police. */

import { giveOrderId, makeDataToSign } from '../authorities/dataToSign';
import { MVD_NOTIFICATION, signingWay } from '../authorities/signingWays';
import type { Handlers } from './call';
import { changeableDocument } from './draftDocumentOfPath';
import { changeableDraft } from './drafts';
import { badRequest } from './problems';

export const dataToSignHandlers: Handlers = {
	'draft-document-data-to-sign': (call) => {
		const draft = changeableDraft(call);
		const document = changeableDocument(call, draft);
		if (document.type !== MVD_NOTIFICATION || signingWay(document) !== 'xmldsig')
			throw badRequest('Данные для подписи запрашиваются только для уведомления в МВД');
		if (draft.status !== 'checked') throw badRequest('Сначала выполните проверку черновика: данные для подписи даёт проверенный');
		giveOrderId(call.world, draft.accountId, document);
		// What was signed before is no longer what is to be signed.
		document.signatures = [];
		return { status: 200, body: { 'decrypted-content-id': makeDataToSign(call.world, draft.accountId, document) } };
	},
};
