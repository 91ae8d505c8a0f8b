let pollsOfThisProcess = 0;

class ProbeTrigger {
	description = {
		displayName: 'Probe Trigger',
		name: 'probeTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Emits a number on every second poll',
		defaults: { name: 'Probe Trigger' },
		polling: true,
		inputs: [],
		outputs: ['main'],
		properties: [{ displayName: 'Refuse', name: 'refuse', type: 'boolean', default: false }],
	};

	async poll() {
		pollsOfThisProcess++;
		const budget = this.getPollBudgetMs?.();
		const json = { mode: this.getMode(), activation: this.getActivationMode(), pollsOfThisProcess, budget };
		if (this.getMode() === 'manual') return [[{ json }]];
		if (this.getNodeParameter('refuse')) throw new Error('Refused to poll');
		const state = this.getWorkflowStaticData('node');
		state.polls = (state.polls ?? 0) + 1;
		return state.polls % 2 === 0 ? [[{ json: { ...json, polls: state.polls } }]] : null;
	}
}

module.exports = { ProbeTrigger };
