/** The person at the web interface who sends what was handed over: `GET` shows the draft, `POST` sends it. */

import type { FastifyInstance } from 'fastify';
import { badRequest, notFound } from '../api/problems';
import { fileDraft } from '../authorities/filing';
import type { World } from '../world/world';

interface Place {
	accountId: string;
	draftId: string;
}

export function addWebDrafts(app: FastifyInstance, world: World): void {
	const draftOf = ({ accountId, draftId }: Place) => {
		const draft = world.drafts.find(accountId, draftId);
		if (!draft) throw notFound('Черновик', draftId);
		return draft;
	};

	app.get<{ Params: Place }>('/_sandbox/web-drafts/:accountId/:draftId', async ({ params }, reply) => {
		const { status, id } = draftOf(params);
		return reply
			.type('text/html; charset=utf-8')
			.send(
				`<!doctype html><meta charset="utf-8"><title>Черновик</title><p>Черновик ${id}: ${status}</p><form method="post"><button>Подписать и отправить</button></form>`,
			);
	});

	app.post<{ Params: Place }>('/_sandbox/web-drafts/:accountId/:draftId', async ({ params }) => {
		const draft = draftOf(params);
		if (draft.status !== 'transferred-to-web') throw badRequest('the draft is not in the web interface');
		const docflow = fileDraft(world, draft);
		draft.status = 'sent-via-web';
		return { docflowId: docflow?.id };
	});
}
