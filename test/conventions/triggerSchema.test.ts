import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Extern, type Port, type WireEvent } from '../../extern';
import { certificates, docflows, reportsTables, warrants } from '../../extern/operations';
import { eventItems } from '../../nodes/run/trigger/eventItems';
import { root } from './places';

const ID = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';

/** An event with every member that the service knows. */
const event: Required<WireEvent> = {
	id: '2a1_2a1',
	inn: '7712345678',
	kpp: '771201001',
	'docflow-type': 'urn:docflow:fns534-report',
	'docflow-link': { href: 'https://localhost/docflow', rel: 'docflow' },
	'new-state': 'urn:docflow-common-status:finished',
	'event-date-time': '2025-04-01T00:00:00Z',
	'docflow-id': ID,
	'account-id': ID,
	'related-docflow-id': ID,
	'related-document-id': ID,
};

const docflow = { id: ID, type: 'urn:docflow:fns534-report', status: 'urn:docflow-common-status:finished', links: [] };

const { properties }: { properties: Record<string, unknown> } = JSON.parse(
	readFileSync(join(root, 'nodes/KonturExternTrigger/__schema__/v1.0.0.json'), 'utf8'),
);

/** A service that answers every request alike. */
function answering(status: number, body: object): Port {
	return {
		apiRoot: 'https://localhost',
		clientKey: 'test',
		send: async () => ({ kind: 'answer', status, headers: {}, body: JSON.stringify(body) }),
		pause: async () => undefined,
		cancelled: () => false,
		now: () => 0,
	};
}

async function keysOfItem(port: Port, redelivered: boolean): Promise<string[]> {
	const view = { language: 'en', withDocflow: true, hasTime: () => true } as const;
	const [{ json }] = await eventItems(new Extern(port), [{ event, redelivered }], view);
	return Object.keys(json);
}

test('the schema names every key of the trigger’s items, and no event key that does not exist', async () => {
	const delivered = await keysOfItem(answering(200, docflow), true);
	const failed = await keysOfItem(answering(404, { message: 'gone' }), false);
	const occurring = new Set([...delivered, ...failed]);
	expect([...occurring].filter((key) => !(key in properties))).toEqual([]);
	const ofDocflow = Object.keys({ ...docflows.docflowGet.outline, ...reportsTables.reportsSearch.outline, ...certificates.certificatesList.outline, ...warrants.warrantsList.outline }).flatMap((key) => [key, `${key}Label`]);
	expect(Object.keys(properties).filter((key) => !occurring.has(key) && !ofDocflow.includes(key) && key !== 'problem')).toEqual([]);
});
