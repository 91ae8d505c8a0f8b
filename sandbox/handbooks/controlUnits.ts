/** Control units: the robots of the test stand, and made-up offices of every region. */

import { companyInn } from '../seed/requisites';
import { regions, type Region } from './regions';

export type ControlUnitType = 'fns' | 'fss' | 'fst' | 'pfr' | 'rtn' | 'stat' | 'mvd';

export interface ControlUnit {
	type: ControlUnitType;
	code: string;
	name: string;
	region: string;
	isActive: boolean;
	isTest: boolean;
	/** Takes the documents of those who register a business. */
	registersBusiness: boolean;
	/** Digits that tell its made-up INN and phone from the others'. */
	number: number;
}

const TYPES: ControlUnitType[] = ['fns', 'fss', 'fst', 'pfr', 'rtn', 'stat', 'mvd'];
/** The robots belong to no region. */
const NOWHERE = '00';

const robots: Array<[ControlUnitType, string]> = [
	...['0007', '0008', '0084', '0085', '0087', '0088', '0093', '0094', '0096', '9979'].map((code) => robot('fns', code)),
	...['00-87', '00-88'].map((code) => robot('stat', code)),
	robot('fss', 'SEDO-TEST'),
	...['660-066', '770-077', '770-066', '770-001', '020-017', '020-016'].map((code) => robot('mvd', code)),
];

/** In the order of their types, each type by code. */
export const controlUnits: ControlUnit[] = [
	...robots.map(([type, code]) => ({ type, code, name: `Учебный робот ${code}`, region: NOWHERE, isTest: true })),
	...regions.flatMap(officesOf),
]
	.map((unit, number) => ({ isActive: true, isTest: false, registersBusiness: false, ...unit, number }))
	.sort((left, right) => TYPES.indexOf(left.type) - TYPES.indexOf(right.type) || (left.code < right.code ? -1 : 1));

export function isControlUnitType(type: string): type is ControlUnitType {
	return TYPES.some((known) => known === type);
}

/** How one is introduced to people: its requisites and address. */
export function contactsOf({ type, code, name, number }: ControlUnit) {
	const digits = String(number).padStart(4, '0');
	return {
		'short-name': name,
		'full-name': name,
		inn: companyInn(`66990${digits}`),
		kpp: '669901001',
		address: `Песочница, улица Проверочная, дом ${number + 1}`,
		phone: `8 (000) 000-${digits.slice(0, 2)}-${digits.slice(2)}`,
		email: `${code.toLowerCase()}@${type}.sandbox.invalid`,
		...(type === 'mvd' ? { 'mvd-id': `mvd-${code}` } : {}),
	};
}

type Office = Pick<ControlUnit, 'type' | 'code' | 'name' | 'region'> & Partial<ControlUnit>;

/** The last inspection was merged into another, the tariff service was abolished: codes that only old data has. */
function officesOf({ code: region, name }: Region): Office[] {
	const office = (type: ControlUnitType, code: string, title: string, more: Partial<ControlUnit> = {}): Office => ({
		type,
		code,
		name: `${title} (${name})`,
		region,
		...more,
	});
	return [
		office('fns', `${region}00`, 'Управление ФНС России'),
		...numbers(8).map((number) =>
			office('fns', `${region}0${number}`, `Инспекция ФНС России № ${number}`, {
				registersBusiness: number === 1,
				isActive: number < 8,
			}),
		),
		office('fss', `${region}001`, 'Отделение СФР, социальное страхование'),
		office('fst', `${region}0`, 'Служба по тарифам', { isActive: false }),
		// Codes of the police of one region are those of the social fund in another, as in life: 010-002 is both.
		...numbers(2).map((number) => office('pfr', `0${region}-00${number + 1}`, `Клиентская служба СФР № ${number}`)),
		office('rtn', `${region}`, 'Управление Ростехнадзора'),
		...numbers(2).map((number) => office('stat', `${region}-0${number}`, `Отдел государственной статистики № ${number}`)),
		...numbers(2).map((number) => office('mvd', `${region}0-00${number + 1}`, `Отдел по вопросам миграции МВД № ${number}`)),
	];
}

function robot(type: ControlUnitType, code: string): [ControlUnitType, string] {
	return [type, code];
}

function numbers(count: number): number[] {
	return Array.from({ length: count }, (_, index) => index + 1);
}
