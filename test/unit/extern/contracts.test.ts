import { applicationToJoin, informationRequest, isInformationRequest, type InformationRequest, type JoiningApplication } from '../../../extern';
import { judgeRequest } from '../../reference/judge';

const asked: InformationRequest = { contractType: 'ION7', answerFormat: 4, taxpayerName: 'ООО «Ромашка»', signerType: 'chief' };
const firstQuarter = { periodBegin: '2025-01-01T00:00:00.000+03:00', periodEnd: '31.03.2025' };

const onTheWire = (contract: object) => JSON.parse(JSON.stringify(contract));
const judged = (type: string, contract: object) => judgeRequest('draft-build-document', { query: { type, version: 3 }, body: onTheWire(contract) });

describe('a request for information', () => {
	test.each(['ION3', 'ION4', 'ION5', 'ION6', 'ION7', 'ION8', 'ION9'])('%s is as the reference wants it', (contractType) => {
		expect(judged(contractType, informationRequest({ ...asked, ...firstQuarter, contractType }))).toEqual([]);
	});

	test('asks about the days as they were written, whatever their time zone', () => {
		expect(onTheWire(informationRequest({ ...asked, ...firstQuarter, contractType: 'ion3' }))).toEqual({
			version: '3',
			data: { ФормОтв: 4, ДатаНач: '01.01.2025', ДатаКон: '31.03.2025' },
			'additional-org-info': {
				'document-sender': { 'sender-full-name': 'ООО «Ромашка»' },
				'signer-type': 'chief',
				taxpayer: { 'taxpayer-full-name': 'ООО «Ромашка»' },
			},
		});
	});

	test('about more than a calendar year, or about no period, is stopped before it is sent', () => {
		const about = (periodBegin: string | undefined, periodEnd: string) => () => informationRequest({ ...asked, contractType: 'ION6', periodBegin, periodEnd });
		expect(about('2024-12-31', '2025-01-01')).toThrow('periodEnd is not in the year of the beginning');
		expect(about(undefined, '2025-01-01')).toThrow('periodBegin is missing: this request asks about a period');
	});

	test('names the codes that are meant, or means all of them', () => {
		const all = onTheWire(informationRequest({ ...asked, ...firstQuarter, contractType: 'ION4' }));
		expect(all.data.ЗапрКБК).toEqual({ ПрКБК: 1 });
		const some = informationRequest({ ...asked, kbk: ['18201061201010000510'], oktmo: ['45348000', '45349000'], divisionKpp: ['771201001'], detail: { ДеталСвед: 0 } });
		expect(onTheWire(some).data).toEqual({
			ФормОтв: 4,
			ДеталСпр: { ДеталСвед: 0 },
			ЗапрОКТМО: { ПрОКТМО: 2, ПеречОКТМО: [{ ОКТМО: '45348000' }, { ОКТМО: '45349000' }] },
			ЗапрКБК: { ПрКБК: 2, ПеречКБК: [{ КБК: '18201061201010000510' }] },
			ЗапрКПП: { ПрКПП: 2, ПеречКПП: [{ КПП: '771201001' }] },
		});
		expect(judged('ION7', some)).toEqual([]);
	});

	test('by a representative says by what right, and who sends', () => {
		const powerOfAttorneyId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
		const contract = informationRequest({
			...asked,
			signerType: 'representative',
			senderName: 'ООО «Бухгалтер»',
			representativeDocument: 'Доверенность',
			powerOfAttorneyId,
			chiefName: 'Петров Иван Сергеевич',
			taxpayerKpp: '771201001',
			phone: '+74950000000',
			okved: '62.01',
		});
		expect(onTheWire(contract)['additional-org-info']).toEqual({
			'document-sender': { 'sender-full-name': 'ООО «Бухгалтер»' },
			'signer-type': 'representative',
			'representative-document-name': 'Доверенность',
			'representative-document-warrant-id': powerOfAttorneyId,
			taxpayer: { kpp: '771201001', 'taxpayer-chief-fio': 'Петров Иван Сергеевич', 'taxpayer-full-name': 'ООО «Ромашка»', 'taxpayer-phone': '+74950000000', 'taxpayer-okved': '62.01' },
		});
		expect(judged('ION7', contract)).toEqual([]);
	});

	test('is known by its number; the withdrawn and the unknown are none', () => {
		expect(['ION3', 'ion9', 'ION2', 'ION10', 'ZPED'].filter(isInformationRequest)).toEqual(['ION3', 'ion9']);
	});
});

describe('an application to join the exchange with the Social Fund', () => {
	const company: JoiningApplication = { isCompany: true, applicantName: 'ООО «Ромашка»', shortName: 'Ромашка', phone: '84950000000', email: 'name@email.com', representativeName: 'Иванова Анна Петровна', position: 'Директор' };

	test('of a company is as the reference wants it', () => {
		const contract = applicationToJoin(company);
		expect(judged('ZPED', contract)).toEqual([]);
		expect(onTheWire(contract)).toEqual({
			'for-ul': true,
			'insurer-ul': { 'full-name': 'ООО «Ромашка»', 'short-name': 'Ромашка', phone: '84950000000', email: 'name@email.com' },
			representative: { surname: 'Иванова', name: 'Анна', patronymic: 'Петровна', position: 'Директор' },
		});
	});

	test('of a sole trader has a person and a SNILS instead', () => {
		const contract = applicationToJoin({ isCompany: false, applicantName: ' Мамедов  Али Гасан оглы ', snils: '112-233-445 95', representativeName: 'Мамедов Али' });
		expect(judged('ZPED', contract)).toEqual([]);
		expect(onTheWire(contract)).toEqual({
			'for-ul': false,
			'insurer-ip': { surname: 'Мамедов', name: 'Али', patronymic: 'Гасан оглы', snils: '112-233-445 95' },
			representative: { surname: 'Мамедов', name: 'Али' },
		});
	});

	test('by somebody whose name is not whole is stopped', () => {
		expect(() => applicationToJoin({ ...company, representativeName: 'Иванова' })).toThrow('representativeName: "Иванова" is not a full name');
	});
});
