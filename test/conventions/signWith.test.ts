import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { builtNodes } from './builtNodes';

const node = { typeVersion: 1 } as INode;

/** The editor hides every property that a credential's chooser names in `show`, so Sign With and Decrypt With, which share its name, are placed by `hide`. */
const asked: Record<string, Record<string, string[]>> = {
	KonturExternSend: { 'Sign With': ['ion send', 'letter send', 'registration send', 'report send', 'subscription send'] },
	KonturExternSign: { 'Sign With': ['document sign', 'draft sign'], 'Sign With DSS': ['draft finishDss', 'draft startDss'], 'Decrypt With': ['file decrypt'] },
	KonturExternAccount: { 'Sign With': ['organization renewGosuslugi'] },
	KonturExternDocflow: {
		'Sign With': ['demand answer', 'docflow receive', 'documentsRequest ask', 'documentsRequest sign', 'inventoryReply sign', 'reply answer', 'reply process', 'reply processMany', 'reply sign', 'reply signPfr'],
		'Sign With DSS': ['documentsRequest finishDss', 'documentsRequest startDss', 'inventoryReply finishDss', 'inventoryReply startDss', 'reply finishDss', 'reply startDss'],
		'Sign and Decrypt With': ['demand accept'],
		'Decrypt Documents With': ['docflow archive'],
		'Decrypt With': ['document decryptAndSave', 'inventoryDocument decryptAndSave'],
	},
};

for (const { className, type } of builtNodes().filter(({ className }) => className in asked)) {
	const { description } = type;
	const choosers = description.properties.filter(({ name }) => name === 'signWith');

	test(`${className} has each chooser once, and none names resource or operation in show`, () => {
		expect(choosers.map(({ displayName }) => displayName).sort()).toEqual(Object.keys(asked[className]).sort());
		expect(choosers.map(({ displayOptions }) => displayOptions?.show)).toEqual(choosers.map(() => undefined));
	});

	test.each(Object.entries(asked[className]))(`${className} offers %s exactly where it is asked for`, (label, places) => {
		const chooser = choosers.find(({ displayName }) => displayName === label);
		const operations = description.properties
			// Of a resource with legacy operations the longer list has all of the shorter one.
			.filter(({ name, displayOptions }) => name === 'operation' && !displayOptions?.show?.showLegacyOperations?.includes(false))
			.flatMap(({ displayOptions, options }) => (options ?? []).map((option) => ({ resource: displayOptions?.show?.resource?.[0], operation: 'value' in option ? option.value : undefined })));
		const offered = operations.filter((values) => {
			const parameters = { authentication: 'apiKey', ...values } as INodeParameters;
			return chooser && NodeHelpers.displayParameter(parameters, chooser, node, description);
		});
		expect(offered.map(({ resource, operation }) => `${String(resource)} ${String(operation)}`).sort()).toEqual(places);
	});

	test.each(Object.entries(asked[className]))(`${className} keeps what was chosen for %s, and asks for the credential of that choice only`, (_, [place]) => {
		const [resource, operation] = place.split(' ');
		for (const signWith of ['testKey', 'signingService', 'dss']) {
			const given: INodeParameters = { authentication: 'apiKey', resource, operation, signWith };
			const resolved = NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description);
			expect(resolved?.signWith).toBe(signWith);
			const shown = (description.credentials ?? []).filter((credential) => NodeHelpers.displayParameter(resolved ?? {}, credential, node, description));
			const holders = shown.map(({ name }) => name).filter((name) => /^konturExtern(TestKey|SigningService|Dss)Api$/.test(name));
			expect(holders).toEqual([`konturExtern${{ testKey: 'TestKey', signingService: 'SigningService', dss: 'Dss' }[signWith]}Api`]);
		}
	});
}
