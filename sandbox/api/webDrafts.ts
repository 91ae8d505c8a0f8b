/** Hand-over of a draft to the web interface, where a person signs and sends it. */

import { mainDocument } from '../authorities/routing';
import type { Draft } from '../world/drafts';
import type { Handlers } from './call';
import { changeableDraft } from './drafts';
import { badRequest } from './problems';

/** The flows whose drafts the web interface takes. */
const TRANSFERABLE = /^urn:docflow:(fns534-report|fns534-application|fns534-submission|stat-report|sfr-report)$/;
/** Книги и журналы: the only attachments that travel along. */
const NDS_ATTACHMENT = /^NO_NDS\./;

export const webDraftHandlers: Handlers = {
	'draft-create-web-draft': (call) => {
		const draft = changeableDraft(call);
		const main = mainDocument(draft);
		const machine = main && call.world.machineStartedBy(main.type);
		if (draft.status !== 'new' && draft.status !== 'checked')
			throw badRequest(`Черновик в статусе ${draft.status} нельзя передать в веб-интерфейс`);
		if (!machine || !TRANSFERABLE.test(machine.docflowType))
			throw badRequest('Черновики этого вида нельзя передать в веб-интерфейс');
		if (foreignAttachments(draft)) throw badRequest('Черновик с такими приложениями нельзя передать в веб-интерфейс');
		draft.status = 'transferred-to-web';
		// The answer is not documented beyond "a link to the draft": this is our reading of it.
		return {
			status: 200,
			body: { rel: 'web-draft', href: `${call.world.origin}/_sandbox/web-drafts/${draft.accountId}/${draft.id}` },
		};
	},
};

function foreignAttachments({ documents }: Draft): boolean {
	return documents.some(({ type, filename }) => /-attachment$/.test(type) && !NDS_ATTACHMENT.test(filename));
}
