import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { builtNodes } from './builtNodes';

/** The editor hides every property that a credential's chooser names in `show`, so Sign With is placed by `hide`. */
const asked: Record<string, string[]> = {
	KonturExternSend: ['report send'],
	KonturExternSign: ['document sign', 'draft sign'],
	KonturExternDocflow: ['documentsRequest ask', 'documentsRequest sign', 'inventoryReply sign', 'reply answer', 'reply process', 'reply sign', 'reply signPfr'],
	KonturExternAccount: ['organization renewGosuslugi'],
};

for (const { className, type } of builtNodes().filter(({ className }) => className in asked)) {
	const { description } = type;
	const chooser = description.properties.filter(({ name, type: kind }) => name === 'signWith' && kind !== 'hidden');

	test(`${className} has one Sign With, which names neither resource nor operation in show`, () => {
		expect(chooser.map(({ displayOptions }) => displayOptions?.show)).toEqual([undefined]);
	});

	test(`${className} takes CryptoPro DSS for granted only by hiding, so that its credential is shown`, () => {
		const given = description.properties.filter(({ name, type: kind }) => name === 'signWith' && kind === 'hidden');
		expect(given.map(({ displayOptions, default: value }) => [displayOptions?.show, value])).toEqual(className === 'KonturExternSign' ? [[undefined, 'dss']] : []);
	});

	test(`${className} offers Sign With exactly where something is signed`, () => {
		const operations = description.properties
			// Of a resource with legacy operations the longer list has all of the shorter one.
			.filter(({ name, displayOptions }) => name === 'operation' && !displayOptions?.show?.showLegacyOperations?.includes(false))
			.flatMap(({ displayOptions, options }) => (options ?? []).map((option) => ({ resource: displayOptions?.show?.resource?.[0], operation: 'value' in option ? option.value : undefined })));
		const offered = operations.filter((values) => {
			const parameters = { authentication: 'apiKey', ...values } as INodeParameters;
			const node = { typeVersion: 1 } as INode;
			return NodeHelpers.displayParameter(parameters, chooser[0], node, description);
		});
		expect(offered.map(({ resource, operation }) => `${String(resource)} ${String(operation)}`).sort()).toEqual(asked[className]);
	});
}
