const { NodeApiError, sleep } = require('n8n-workflow');

const actions = {
	async fetch(context, i) {
		const url = context.getNodeParameter('url', i);
		const authentication = context.getNodeParameter('authentication', i);
		const answer = await context.helpers.httpRequestWithAuthentication.call(context, authentication, {
			url,
			json: true,
		});
		return { json: answer };
	},
	async copyFile(context, i) {
		const source = context.helpers.assertBinaryData(i, 'data');
		const stream = await context.helpers.getBinaryStream(source.id, 1024);
		const copy = await context.helpers.prepareBinaryData(stream, `copy of ${source.fileName}`, source.mimeType);
		return { json: {}, binary: { copy } };
	},
	async wait(context) {
		const signal = context.getExecutionCancelSignal();
		while (!signal.aborted) await sleep(10);
		return { json: {} };
	},
};

class Probe {
	description = {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: 'Does one small thing with the engine',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [
			{ name: 'probeSessionApi', displayOptions: { show: { authentication: ['probeSessionApi'] } } },
			{ name: 'probeOAuth2Api', displayOptions: { show: { authentication: ['probeOAuth2Api'] } } },
		],
		properties: [
			{ displayName: 'Action', name: 'action', type: 'string', default: 'fetch' },
			{ displayName: 'Authentication', name: 'authentication', type: 'string', default: 'probeSessionApi' },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		],
	};

	methods = {
		listSearch: {
			async pages(filter, paginationToken) {
				const { site } = await this.getCredentials('probeSessionApi');
				return { results: [{ name: `${filter} of ${site}`, value: paginationToken ?? 'first' }] };
			},
		},
	};

	async execute() {
		const items = [];
		for (let i = 0; i < this.getInputData().length; i++) {
			try {
				const item = await actions[this.getNodeParameter('action', i)](this, i);
				items.push({ ...item, pairedItem: { item: i } });
			} catch (error) {
				if (error instanceof NodeApiError) error.context.itemIndex = i;
				throw error;
			}
		}
		return [items];
	}
}

module.exports = { Probe };
