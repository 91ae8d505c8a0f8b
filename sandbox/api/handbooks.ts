/** Handbooks: control units, tax forms, the lists for notifications to the police. */

import { knownForms, type KnownForm } from '../authorities/forms';
import { contactsOf, controlUnits, isControlUnitType, type ControlUnit, type ControlUnitType } from '../handbooks/controlUnits';
import { mvdHandbook } from '../handbooks/mvd';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { badRequest, notFound } from './problems';
import { base64, midnight, page } from './wire';

/** Larger values of take are lowered to this. */
const LARGEST_PAGE = 1000;
/** The first year of the forms' newest versions. */
const NEWEST_SINCE = 2024;

export const handbookHandlers: Handlers = {
	'handbook-control-units-list': (call) => {
		const type = unitType(call, 'type');
		const region = call.text('region');
		const inactive = call.flag('includeinactive') ?? false;
		const found = controlUnits.filter(
			(unit) =>
				(inactive || unit.isActive) &&
				(type === undefined || unit.type === type) &&
				(region === undefined || unit.region === region.padStart(2, '0')),
		);
		return pageOf(call, found, (items) => ({ 'control-units': items.map(wireUnit) }));
	},
	'handbook-control-unit-get': (call) => {
		const code = call.param('code');
		const type = unitType(call, 'controlUnitType');
		const unit = controlUnits.find((candidate) => candidate.code === code && (type === undefined || candidate.type === type));
		if (!unit) throw notFound('Контролирующий орган', code);
		return { status: 200, body: { ...wireUnit(unit), certificates: [certificateOf(call.world, unit)] } };
	},
	'handbook-fns-forms-list': (call) => {
		const knd = call.text('knd');
		if (knd !== undefined && !/^\d{7}$/.test(knd)) throw badRequest('КНД состоит из семи цифр', { knd: 'invalid' });
		const versions = knownForms.filter((form) => knd === undefined || form.knd === knd).flatMap(wireVersions);
		return pageOf(call, versions, (items) => ({ 'fns-forms': items }));
	},
	'handbook-get': (call) => {
		const handbook = mvdHandbook(call.param('handbookType'));
		if (!handbook) throw notFound('Справочник', call.param('handbookType'));
		return pageOf(call, handbook.items, (items) => ({ 'handbook-type': handbook.type, handbook: items }));
	},
};

/** `take` of the answer is how many came, as the service counts it in handbooks. */
function pageOf<T>(call: Call, found: T[], wire: (items: T[]) => Record<string, unknown>) {
	const { skip, total, items } = page(found, call.number('skip', 0), Math.min(call.take(100), LARGEST_PAGE));
	return { status: 200, body: { skip, take: items.length, 'total-count': total, ...wire(items) } };
}

function unitType(call: Call, name: string): ControlUnitType | undefined {
	const type = call.text(name)?.toLowerCase();
	if (type === undefined) return undefined;
	if (!isControlUnitType(type)) throw badRequest(`Неизвестный тип контролирующего органа «${type}»`, { [name]: 'unknown' });
	return type;
}

function wireUnit(unit: ControlUnit) {
	const { type, code, name, region, isActive, isTest, registersBusiness } = unit;
	return {
		type,
		code,
		name,
		region,
		flags: { 'is-active': isActive, 'is-test': isTest, 'business-registration': registersBusiness },
		contacts: contactsOf(unit),
	};
}

function certificateOf(world: World, { code }: ControlUnit) {
	const { der, thumbprint } = world.pki.authority(code).certificate;
	return { content: base64(der), thumbprint };
}

/** The newest version is in force, or was until the form was abolished; each older one served the year before. */
function wireVersions({ knd, full, versions, until }: KnownForm) {
	return versions.map((version, index) => {
		const newer = versions.length - 1 - index;
		const first = (until ?? NEWEST_SINCE) - newer;
		const last = newer > 0 ? first : until;
		return {
			knd,
			name: full,
			version,
			'period-begin': midnight(`${first}-01-01`),
			'period-end': last === undefined ? null : midnight(`${last}-12-31`),
			'description-period': last === undefined ? `с ${first} года` : `по ${last} год`,
		};
	});
}
