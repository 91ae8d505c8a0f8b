import type { AxiosResponse } from 'axios';
import { readCertificate } from '../../../gost';
import { runSandbox, type RunningSandbox } from '../runningSandbox';

interface Unit {
	type: string;
	code: string;
	name: string;
	region: string;
	flags: { 'is-active': boolean; 'is-test': boolean };
	certificates: Array<{ content: string; thumbprint: string }>;
}

interface HandbookAnswer {
	skip: number;
	take: number;
	'total-count': number;
	message: string;
	'control-units': Unit[];
	'fns-forms': Array<{ knd: string; name: string; version: string }>;
	'handbook-type': string;
	handbook: Array<{ code: string; name: string }>;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;

beforeAll(async () => {
	sandbox = await runSandbox();
});
afterAll(() => sandbox.stop());

const ask = <T = HandbookAnswer>(path: string): Promise<AxiosResponse<T>> => sandbox.call<T>('get', `/v1/handbooks/${path}`);
const read = async (path: string) => (await ask(path)).data;

describe('control units', () => {
	test('come in pages that together hold every one of them once', async () => {
		const first = await read('control-units?take=1000');
		const second = await read('control-units?skip=1000&take=1000');
		const codes = [...first['control-units'], ...second['control-units']].map(({ type, code }) => `${type} ${code}`);
		expect([first.take, second.skip, second.take]).toEqual([1000, 1000, first['total-count'] - 1000]);
		expect(new Set(codes).size).toBe(first['total-count']);
		expect(first['total-count']).toBeGreaterThan(1200);
	});

	test('a page is a hundred unless asked for otherwise, and a thousand at most', async () => {
		const taken = async (query: string) => (await read(`control-units${query}`)).take;
		expect([await taken(''), await taken('?take=5000'), await taken('?take=0'), await taken('?take=1')]).toEqual([
			100, 1000, 0, 1,
		]);
	});

	test('past the end there is nothing, and take says so', async () => {
		const past = await read('control-units?skip=99999');
		expect([past.take, past['control-units'], past['total-count'] > 0]).toEqual([0, [], true]);
	});

	test('are filtered by kind in any case, and by region', async () => {
		const found = await read('control-units?type=Fns&region=66&take=1000');
		expect(found['total-count']).toBe(found['control-units'].length);
		expect(new Set(found['control-units'].map(({ type, region }) => `${type} ${region}`))).toEqual(new Set(['fns 66']));
		expect((await read('control-units?type=mvd&region=1'))['control-units'].map(({ code }) => code)).toEqual([
			'010-002',
			'010-003',
		]);
	});

	test('inactive ones come only when asked for', async () => {
		const active = await read('control-units?type=fns&region=66');
		const all = await read('control-units?type=fns&region=66&includeinactive=true');
		const codes = (page: HandbookAnswer, wanted: boolean) =>
			page['control-units'].filter(({ flags }) => flags['is-active'] === wanted).map(({ code }) => code);
		expect([codes(active, false), codes(all, false)]).toEqual([[], ['6608']]);
		expect(codes(all, true)).toEqual(codes(active, true));
	});

	test.each([
		['fns', '0087'],
		['stat', '00-88'],
		['fss', 'SEDO-TEST'],
		['mvd', '660-066'],
	])('a robot of %s has the certificate that reports to it are encrypted to', async (type, code) => {
		const unit = (await ask<Unit>(`control-units/${code}`)).data;
		const [{ content, thumbprint }] = unit.certificates;
		expect(unit).toMatchObject({ type, code, flags: { 'is-test': true, 'is-active': true } });
		expect(readCertificate(content)).toMatchObject({ thumbprint, subject: { commonName: expect.stringContaining(code) } });
	});

	test('a code that two authorities share is told apart by the kind', async () => {
		const type = async (query: string) => (await ask<Unit>(`control-units/010-002${query}`)).data.type;
		expect([await type(''), await type('?controlUnitType=Mvd'), await type('?controlUnitType=pfr')]).toEqual([
			'pfr',
			'mvd',
			'pfr',
		]);
	});

	test.each([
		['control-units?type=bank', 400],
		['control-units?take=-1', 400],
		['control-units?includeInactive=true', 400],
		['control-units/0087?controlUnitType=bank', 400],
		['control-units/0087?controlUnitType=Mvd', 404],
		['control-units/6666', 404],
	])('%s is refused with %i', async (path, status) => {
		expect((await ask(path)).status).toBe(status);
	});
});

describe('tax forms', () => {
	test('are found by KND, each version by itself', async () => {
		const { 'fns-forms': forms, 'total-count': total } = await read('fns-forms?knd=1151006');
		expect([total, forms.map(({ version }) => version)]).toEqual([2, ['5.13', '5.14']]);
		expect(forms[0].name).toBe('Налоговая декларация по налогу на прибыль организаций');
	});

	test('are paged', async () => {
		const all = await read('fns-forms');
		const [first, last] = [await read('fns-forms?take=1'), await read(`fns-forms?skip=${all['total-count'] - 1}`)];
		expect(all.take).toBe(all['total-count']);
		expect([first['fns-forms'], last['fns-forms']]).toEqual([all['fns-forms'].slice(0, 1), all['fns-forms'].slice(-1)]);
	});

	test('a KND that nobody knows finds nothing, a malformed one is refused', async () => {
		expect((await read('fns-forms?knd=9999999'))['fns-forms']).toEqual([]);
		expect((await ask('fns-forms?knd=115')).status).toBe(400);
	});
});

describe('handbooks for the police', () => {
	test.each([
		'mvd-citizenship',
		'mvd-professions-speciality',
		'mvd-regions-rf',
		'mvd-work-permits',
		'mvd-employer-status',
		'mvd-hqs-employer-status',
		'mvd-okved',
		'mvd-labor-migration-documents',
		'mvd-foreign-citizen-identity-documents',
		'mvd-employment-contracts-type',
	])('%s has codes that name one thing each', async (type) => {
		const { handbook, 'handbook-type': named } = await read(`${type}?take=1000`);
		expect(named).toBe(type);
		expect(new Set(handbook.map(({ code }) => code)).size).toBe(handbook.length);
		expect(handbook.every(({ name }) => /[А-я]/.test(name))).toBe(true);
	});

	test('the name of the SDK is taken as well', async () => {
		expect(await read('MvdOkved')).toEqual(await read('mvd-okved'));
	});

	test('a long one comes in pages', async () => {
		const whole = await read('mvd-citizenship?take=1000');
		const [first, second] = [await read('mvd-citizenship'), await read('mvd-citizenship?skip=100')];
		expect([...first.handbook, ...second.handbook]).toEqual(whole.handbook);
		expect([first.take, second.take]).toEqual([100, whole['total-count'] - 100]);
	});

	test('an unknown one is not found', async () => {
		expect((await ask('mvd-weather')).status).toBe(404);
	});
});
