/** A file of a builder that the service makes from a JSON contract. */

import { randomUUID } from 'node:crypto';
import { contractXml } from '../authorities/contractXml';
import { taxFile } from '../authorities/taxFile';
import type { BuilderFile } from '../world/builders';
import { assertRoom, changeablePlace, wireFile } from './builderFiles';
import type { Handlers } from './call';
import { badRequest } from './problems';

export const builderFileGenerationHandlers: Handlers = {
	// The contracts are not documented: whatever comes is written down as it is.
	'drafts-builder-file-generate': (call) => {
		const place = changeablePlace(call);
		const { builder, document } = place;
		assertRoom(document);
		const contract = call.body<Record<string, unknown>>();
		if (Object.keys(contract).length === 0) throw badRequest('Контракт пуст');
		const { КНД: knd, ...content } = contract;
		const { name, bytes } = taxFile(call.world, builder.meta, {
			prefix: 'ON_FORMDOC',
			knd: typeof knd === 'string' ? knd : undefined,
			attributes: { ВерсКонтр: call.text('version') },
			content: [contractXml('Содержание', content)],
		});
		const file: BuilderFile = { id: randomUUID(), name, contentId: call.world.contents.put(builder.accountId, bytes).id };
		document.files.push(file);
		return { status: 200, body: wireFile(call.world, place, file) };
	},
};
