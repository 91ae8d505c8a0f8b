import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { builtNodes } from './builtNodes';
import { formLists } from './forms';

const node = { typeVersion: 1 } as INode;

/** What works on this machine only must not make an operator fill in a credential. */
test('the editor asks for no credential where a form works offline, and for one everywhere else', async () => {
	const nodes = new Map(builtNodes().map((built) => [built.className, built]));
	const wrong: string[] = [];
	let offline = 0;
	for (const [folder, forms] of await formLists()) {
		const { description } = nodes.get(`KonturExtern${folder[0].toUpperCase()}${folder.slice(1)}`)?.type ?? {};
		for (const { resource, operation, offline: isOffline } of forms) {
			for (const authentication of ['apiKey', 'oAuth2']) {
				const parameters: INodeParameters = { authentication, resource, operation };
				const asked = (description?.credentials ?? []).filter((credential) => description && NodeHelpers.displayParameter(parameters, credential, node, description));
				if (isOffline && asked.length > 0) wrong.push(`${folder} ${resource} ${operation} asks for ${asked.map(({ name }) => name).join()}`);
				if (!isOffline && !asked.some(({ name }) => name === (authentication === 'apiKey' ? 'konturExternApi' : 'konturExternOAuth2Api'))) wrong.push(`${folder} ${resource} ${operation} asks for no credential`);
			}
			offline += isOffline ? 1 : 0;
		}
	}
	expect(wrong).toEqual([]);
	expect(offline).toBeGreaterThan(0);
});

// The editor hides every property that a field of the sign-in names in `show` (measured); so where no credential is wanted is told by `hide`.
test('no credential names resource or operation in show', () => {
	const naming = builtNodes().flatMap(({ className, type }) => (type.description.credentials ?? []).filter(({ displayOptions }) => displayOptions?.show?.resource ?? displayOptions?.show?.operation).map(({ name }) => `${className} ${name}`));
	expect(naming).toEqual([]);
});
