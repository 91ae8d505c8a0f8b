/** Docflows: list with filters, one with its documents. */

import type { Docflow } from '../world/docflows';
import type { Call, Handlers } from './call';
import { concerns, docflowOf, relatedPlaceOf } from './docflowPlaces';
import { wireDocflow, wireDocflowItem } from './docflowWire';
import { forbidden } from './problems';
import { page } from './wire';

/** Larger values of take are lowered to this. */
const LARGEST_PAGE = 1000;
/** Left out of lists unless asked for by type. */
const HIDDEN =
	/^urn:docflow:(business-registration|fns534-cu-broadcast|stat-cu-broadcast|fns534-inventory|fss-warrant-management|fss-sedo-.*)$/;

export const docflowHandlers: Handlers = {
	'docflows-list': (call) => ({ status: 200, body: listed(call, call.world.docflows.of(call.account().id), notHidden) }),
	'docflow-get': (call) => ({ status: 200, body: wireDocflow(call.world, docflowOf(call)) }),
	'docflow-document-related-list': (call) => {
		const { docflow, document } = relatedPlaceOf(call);
		const related = call.world.docflows.of(docflow.accountId).filter((other) => other.related?.documentId === document.id);
		return { status: 200, body: listed(call, related) };
	},
};

/** A page of docflows by the filters of the query; without a wanted type `byDefault` decides. */
export function listed(call: Call, docflows: Docflow[], byDefault: Filter = () => true) {
	const account = call.account();
	const everybody = call.flag('forAllUsers') ?? false;
	if (everybody && !call.isAdministratorOf(account))
		throw forbidden('Документообороты всех пользователей доступны только администратору');
	const filters = filtersOf(call, byDefault);
	const found = docflows.filter((docflow) => (everybody || concerns(call, docflow)) && filters.every((fits) => fits(docflow)));
	const byChange = call.text('updatedFrom') !== undefined || call.text('updatedTo') !== undefined;
	const moment = (docflow: Docflow) => (byChange ? docflow.changedAt : docflow.createdAt).getTime();
	const direction = call.text('orderBy') === 'ascending' ? 1 : -1;
	found.sort((left, right) => direction * (moment(left) - moment(right)));
	const { skip, take, total, items } = page(found, call.number('skip', 0), Math.min(call.take(100), LARGEST_PAGE));
	return { skip, take, 'total-count': total, 'docflows-page-item': items.map((docflow) => wireDocflowItem(call.world, docflow)) };
}

type Filter = (docflow: Docflow) => boolean;

const notHidden: Filter = ({ type }) => !HIDDEN.test(type);

function filtersOf(call: Call, byDefault: Filter): Filter[] {
	const types = call.texts('type').map((type) => `urn:docflow:${type}`);
	const states = call.texts('successState');
	return [
		types.length > 0 ? ({ type }) => types.includes(type) : byDefault,
		onFlag(call.flag('finished'), ({ status }) => status === 'finished'),
		onFlag(call.flag('incoming'), ({ incoming }) => incoming),
		onText(call.text('orgId'), (id, { organizationId }) => organizationId === id.toLowerCase()),
		onText(call.text('innKpp'), (innKpp, { payer }) => innKpp === (payer.kpp ? `${payer.inn}-${payer.kpp}` : payer.inn)),
		onText(call.text('knd'), (knd, docflow) => formOf(docflow).knd === knd),
		onText(call.text('okud'), (okud, docflow) => formOf(docflow).okud === okud),
		onText(call.text('okpo'), (okpo, { description }) => description.okpo === okpo),
		onText(call.text('cu'), (cu, { authority }) => authority === cu),
		onText(call.text('regNumber'), (number, { description }) => description['registration-number'] === number),
		onText(call.text('formName'), (name, docflow) =>
			formOf(docflow).names.some((known) => known.toLowerCase().includes(name.toLowerCase())),
		),
		onText(call.text('demandNumber'), (number, { documents }) =>
			documents.some(({ requisites }) => requisites['demand-number'] === number),
		),
		onFlag(call.flag('demandsOnReports'), ({ description }) => description['sent-on-report-filename'] !== undefined),
		onText(call.text('updatedFrom'), (from, { changedAt }) => changedAt >= new Date(from)),
		onText(call.text('updatedTo'), (to, { changedAt }) => changedAt <= new Date(to)),
		onText(call.text('createdFrom'), (from, { createdAt }) => createdAt >= new Date(from)),
		onText(call.text('createdTo'), (to, { createdAt }) => createdAt <= new Date(to)),
		onText(call.text('periodFrom'), (from, docflow) => (periodOf(docflow)?.end ?? '') >= from.slice(0, 10)),
		onText(call.text('periodTo'), (to, docflow) => (periodOf(docflow)?.begin ?? '9999') <= to.slice(0, 10)),
		states.length > 0 ? ({ successState }) => states.includes(successState) : () => true,
	];
}

function onFlag(flag: boolean | undefined, holds: Filter): Filter {
	return (docflow) => flag === undefined || holds(docflow) === flag;
}

function onText(text: string | undefined, fits: (text: string, docflow: Docflow) => boolean): Filter {
	return (docflow) => text === undefined || fits(text, docflow);
}

function formOf({ description }: Docflow): { knd?: unknown; okud?: unknown; names: string[] } {
	const form = description['form-version'];
	const fields: Record<string, unknown> = typeof form === 'object' && form !== null ? { ...form } : {};
	return {
		knd: fields.knd,
		okud: fields.okud,
		names: [fields['form-fullname'], fields['form-shortname']].filter((name) => typeof name === 'string'),
	};
}

function periodOf({ description }: Docflow): { begin: string; end: string } | undefined {
	const [begin, end] = [description['period-begin'], description['period-end']];
	return typeof begin === 'string' && typeof end === 'string' ? { begin: begin.slice(0, 10), end: end.slice(0, 10) } : undefined;
}
