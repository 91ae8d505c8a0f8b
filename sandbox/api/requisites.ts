/** What a subscriber writes down about a docflow and its documents: comments, labels, assignees of the demands table. */

import type { User } from '../directory';
import { DEMAND, DEMAND_FILE } from '../authorities/demands';
import type { Account } from '../world/accounts';
import type { Docflow } from '../world/docflows';
import type { Call, Handlers } from './call';
import { docflowOf, placeOf, type Place } from './docflowPlaces';
import { wireDocflow, wireDocument } from './docflowWire';
import { patched, type PatchOperation } from './jsonPatch';
import { badRequest } from './problems';

const ROOT = '/description/requisites';
const CU_LETTER = 'urn:docflow:fns534-cu-letter';

export const requisiteHandlers: Handlers = {
	'docflow-patch': (call) => {
		const docflow = docflowOf(call);
		const operations = call.body<PatchOperation[]>();
		for (const { path } of operations) assertMeantFor(docflow, path);
		const requisites = patched(requisitesOf(docflow), operations, { root: ROOT, lists: [] });
		call.judge('extern:docflow-descriptions#/$defs/DocflowRequisites', requisites);
		docflow.description = { ...docflow.description, requisites };
		return { status: 200, body: wireDocflow(call.world, touched(call, docflow)) };
	},
	'docflow-document-patch': (call) => {
		const { docflow, document } = placeOf(call);
		const operations = call.body<PatchOperation[]>();
		if (!isInDemandsTable({ docflow, document })) throw badRequest('Реквизиты можно менять только у документов требований');
		const requisites = patched(document.requisites, operations, { root: ROOT, lists: ['labels', 'assignees'] });
		call.judge('extern:document#/$defs/DemandAttachmentRequisites', requisites);
		document.requisites = withAssignees(call, requisites);
		return { status: 200, body: wireDocument(call.world, touched(call, docflow), document) };
	},
	'docflows-demands-assignees-list': (call) => ({
		status: 200,
		body: colleagues(call, call.account()).map(wireAssignee),
	}),
};

function assertMeantFor({ type }: Docflow, path: string): void {
	if (path.startsWith(`${ROOT}/demand-knd`)) {
		if (type !== CU_LETTER)
			throw badRequest('В таблицу требований можно перенести только письмо налогового органа', { path: 'unsupported' });
	} else if (type === DEMAND) {
		throw badRequest('Комментарий к требованию сохраняется у документа, а не у документооборота', { path: 'unsupported' });
	}
}

/** A letter is in the table once it was given the code of a demand. */
function isInDemandsTable({ docflow, document }: Place): boolean {
	return document.type === DEMAND_FILE || (docflow.type === CU_LETTER && 'demand-knd' in requisitesOf(docflow));
}

function requisitesOf({ description: { requisites } }: Docflow): Record<string, unknown> {
	return typeof requisites === 'object' && requisites !== null ? { ...requisites } : {};
}

function withAssignees(call: Call, requisites: Record<string, unknown>): Record<string, unknown> {
	if (!Array.isArray(requisites.assignees)) return requisites;
	const known = colleagues(call, call.account());
	const assignees = requisites.assignees.map(({ id }: { id: string }) => {
		const user = known.find((candidate) => candidate.id === id.toLowerCase());
		if (!user) throw badRequest(`Пользователь ${id} не найден в учётной записи`, { assignees: 'unknown' });
		return wireAssignee(user);
	});
	return { ...requisites, assignees };
}

/** Who works in the account. */
function colleagues({ world }: Call, { id }: Account): User[] {
	return world.directory.users.filter(({ accounts }) => accounts.some(({ accountId }) => accountId === id));
}

function wireAssignee({ id, login, fio: { surname, name, patronymic } }: User) {
	return { id, email: login, 'first-name': name, 'middle-name': patronymic, 'last-name': surname };
}

function touched(call: Call, docflow: Docflow): Docflow {
	docflow.changedAt = call.world.clock.now();
	return docflow;
}
