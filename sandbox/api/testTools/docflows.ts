/** Test tools that file reports and bring them to a wanted status. */

import type { Status } from '../../world/machine';
import { stageReport, stagesOf } from '../../authorities/staging';
import type { Call, Handlers } from '../call';
import { badRequest } from '../problems';
import { partiesOf, type Parties, type PartyOrder } from './parties';

const ACCEPTING_ROBOT = '0087';
/** Each report costs several signatures and seals; more would hold the process. */
const LARGEST_SUITE = 100;

export const docflowTools: Handlers = {
	'test-tools-generate-fns': (call) => {
		const { state, ifnsCode = ACCEPTING_ROBOT, ...order } = call.body<PartyOrder & { state: string; ifnsCode?: string }>();
		const stages = stagesOf(call.world, ifnsCode);
		const wanted = stages.find((stage) => letters(stage) === letters(state.replace('urn:docflow-common-status:', '')));
		if (!wanted)
			throw badRequest(`Отчёт не может прийти в статус «${state}»: возможны ${stages.join(', ')}`, { state: 'unknown' });
		const parties = partiesOf(call, order);
		return { status: 200, body: { accountId: parties.account.id, docflowId: staged(call, parties, ifnsCode, wanted) } };
	},
	'test-tools-generate-docflows-suite': (call) => {
		const { docflowCount, ...order } = call.body<PartyOrder & { docflowCount: number }>();
		if (docflowCount > LARGEST_SUITE)
			throw badRequest(`За один раз можно создать не больше ${LARGEST_SUITE} документооборотов`, { docflowCount: 'too many' });
		const parties = partiesOf(call, order);
		const stages = stagesOf(call.world, ACCEPTING_ROBOT);
		const docflowIds = Array.from({ length: docflowCount }, (_, index) =>
			staged(call, parties, ACCEPTING_ROBOT, stages[index % stages.length] ?? 'sent'),
		);
		return { status: 200, body: { accountId: parties.account.id, docflowIds } };
	},
};

function staged(call: Call, parties: Parties, office: string, wanted: Status): string {
	const outcome = stageReport(call.world, { ...parties, userId: call.caller.user?.id ?? null, office, wanted });
	if ('problem' in outcome) throw badRequest(outcome.problem);
	return outcome.docflow.id;
}

/** The SDK may write `ResponseArrived` for `response-arrived`. */
function letters(status: string): string {
	return status.toLowerCase().replaceAll('-', '');
}
