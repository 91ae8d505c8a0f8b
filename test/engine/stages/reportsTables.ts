import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import type { Service } from './service';
import type { Stages } from './stage';

interface Tables {
	'reports-tables': Array<{
		forms: Array<{
			'form-info': { 'form-id': number };
			deadlines: Array<{ deadline: string; 'period-year': number; 'period-number': number; status: string }>;
		}>;
	}>;
}

/** A cell of the table, as a search would have told of it. */
async function reportWith(service: Service, account: SeedAccount, isWanted: (status: string) => boolean) {
	const search = { 'date-from': '2024-01-01T00:00:00', 'date-to': '2027-12-31T00:00:00' };
	const { 'reports-tables': tables } = await service.call<Tables>('post', `/v1/${account.id}/reports-tables/search`, search);
	const cells = tables.flatMap(({ forms }) => forms.flatMap(({ 'form-info': form, deadlines }) => deadlines.map((one) => ({ ...one, formId: form['form-id'] }))));
	const found = cells.find(({ status }) => isWanted(status));
	if (!found) throw new Error(`No report stands like that: ${[...new Set(cells.map(({ status }) => status))].join(', ')}`);
	const { deadline, formId, 'period-year': periodYear, 'period-number': periodNumber } = found;
	return { ...ofAccount(account), deadline, formId, periodYear, periodNumber };
}

const isNotSent = (status: string) => status.startsWith('not-');

export const reportsTableStages: Stages = {
	'a report of the table': async (service, account) => ({ json: await reportWith(service, account, isNotSent) }),
	'a report of the table, sent twice': async (service, account) => {
		const { inn, kpp } = account;
		const order = { accountId: account.id, sender: { inn, kpp }, payer: { inn, organization: { kpp } }, state: 'finished' };
		for (let sent = 0; sent < 2; sent += 1) await service.call('post', '/test-tools/v1/generate-fns', order);
		return { json: await reportWith(service, account, (status) => !isNotSent(status)) };
	},
};
