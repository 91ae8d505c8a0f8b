import type { WireControlUnit, WireControlUnitsPage, WireFnsForm, WireFnsFormsPage, WireHandbookItem, WireHandbookPage } from '../wire/handbook';
import { membersOf } from '../wire/tolerant';
import { choice, flag, optional, text } from './fields';
import { get, object, operation, pages } from './operation';
import { coded, texts, words, yesNo, type Outline } from './outline';

const MOST = 1000; // more is lowered to this (http-behaviour §8)

const controlUnit: Outline<WireControlUnit> = {
	code: words('Code of the office, as reports name it', (wire) => wire.code),
	authority: coded('authority', 'Authority that it belongs to', (wire) => wire.type),
	name: words('Name', (wire) => wire.name),
	region: words('Number of the region', (wire) => wire.region),
	isActive: yesNo('Whether it still works', (wire) => wire.flags['is-active']),
	isTest: yesNo('Whether it is a robot of the test stand', (wire) => wire.flags['is-test']),
	registersBusinesses: yesNo('Whether it registers companies and sole traders', (wire) => wire.flags['business-registration']),
	fullName: words('Full name', (wire) => wire.contacts?.['full-name']),
	inn: words('INN', (wire) => wire.contacts?.inn),
	kpp: words('KPP', (wire) => wire.contacts?.kpp),
	address: words('Address', (wire) => wire.contacts?.address),
	phone: words('Telephone', (wire) => wire.contacts?.phone),
	email: words('E-mail address', (wire) => wire.contacts?.email),
	mvdId: words('Id at the police', (wire) => wire.contacts?.['mvd-id']),
};

const controlUnitWithCertificates: Outline<WireControlUnit> = {
	...controlUnit,
	thumbprints: texts('Thumbprints of its certificates', (wire) => membersOf(wire.certificates).map(({ thumbprint }) => thumbprint)),
};

/** Offices of the authorities that reports go to. */
export const controlUnitsList = operation({
	id: 'handbook-control-units-list',
	request: get('/v1/handbooks/control-units'),
	input: { authority: optional(choice([])), region: optional(text()), includeInactive: optional(flag()) },
	query: ({ authority, region, includeInactive }) => ({ type: authority, region, includeinactive: includeInactive }),
	answer: pages<WireControlUnitsPage>({ most: MOST, items: (page) => page['control-units'], total: (page) => page['total-count'] }),
	outline: controlUnit,
	source: 'accounts, "методы API для справочников"',
});

/** One office with its certificates. Some codes belong to an office of the police as well as to another one. */
export const controlUnitGet = operation({
	id: 'handbook-control-unit-get',
	request: get('/v1/handbooks/control-units/{code}'),
	input: { code: text(), ofPolice: optional(flag()) },
	query: ({ ofPolice }) => ({ controlUnitType: ofPolice ? 'Mvd' : undefined }),
	answer: object<WireControlUnit>(),
	outline: controlUnitWithCertificates,
	source: 'accounts, "методы API для справочников"',
});

const fnsForm: Outline<WireFnsForm> = {
	knd: words('KND of the form', (wire) => wire.knd),
	name: words('Name', (wire) => wire.name),
	version: words('Version of its format', (wire) => wire.version),
	periodBegin: words('First day of the periods that it is for', (wire) => wire['period-begin']),
	periodEnd: words('Last day of the periods that it is for', (wire) => wire['period-end']),
	period: words('Those periods in words', (wire) => wire['description-period']),
};

/** Forms of the tax service with the versions of their formats. */
export const fnsFormsList = operation({
	id: 'handbook-fns-forms-list',
	request: get('/v1/handbooks/fns-forms'),
	input: { knd: optional(text()) },
	query: ({ knd }) => ({ knd }),
	answer: pages<WireFnsFormsPage>({ most: MOST, items: (page) => page['fns-forms'], total: (page) => page['total-count'] }),
	outline: fnsForm,
	source: 'accounts, "методы API для справочников"',
});

const entry: Outline<WireHandbookItem> = {
	code: words('Code', (wire) => wire.code),
	name: words('What it means', (wire) => wire.name),
};

/** The lists that notifications to the police draw on. */
export const handbookGet = operation({
	id: 'handbook-get',
	request: get('/v1/handbooks/{handbookType}'),
	input: { handbookType: choice([]) },
	answer: pages<WireHandbookPage>({ most: MOST, items: (page) => page.handbook, total: (page) => page['total-count'] }),
	outline: entry,
	source: 'accounts, "методы API для справочников"',
});
