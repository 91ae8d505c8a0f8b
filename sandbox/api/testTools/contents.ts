/** The test tool that takes a PDF for a demand to come: it belongs to no account yet. */

import { isPdf } from '../../authorities/demandFile';
import type { Client } from '../../directory';
import type { Handlers } from '../call';
import { badRequest } from '../problems';

export const contentTool: Handlers = {
	'test-tools-upload-content': async (call) => {
		const bytes = await call.bytes();
		if (bytes.length === 0) throw badRequest('Контент пуст');
		if (!isPdf(bytes)) throw badRequest('Контент должен быть файлом PDF');
		return { status: 200, body: { id: call.world.contents.put(shelfOf(call.caller.client), bytes).id } };
	},
};

/** Under this name the contents service keeps what an integrator uploaded for the test tools. */
export function shelfOf({ clientId }: Client): string {
	return `test tools of ${clientId}`;
}
