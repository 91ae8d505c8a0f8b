import { otherSigner } from '../../../extern/flows/reportSigner';
import { overheard } from '../../../extern/signing';
import type { DistinguishedName } from '../../../gost';
import { makeReport } from '../../reports/fnsReport';
import { clerk, director, givenHolder, signed } from './signing/people';

type Named = Parameters<typeof makeReport>[0]['signer'];

const firm = { inn: '7712345678', kpp: '771201001', organizationName: 'ООО Ромашка', taxOffice: '7712' };

/** What is said of a file that somebody of this name signed. */
async function saidOf(fileName: string, bytes: Uint8Array, subject: DistinguishedName) {
	const read = overheard({
		fileName,
		async *chunks() {
			for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
		},
	});
	const seen: Uint8Array[] = [];
	for await (const chunk of read.document.chunks()) seen.push(chunk);
	expect(Buffer.concat(seen).equals(bytes)).toBe(true);
	return otherSigner(read, signed(givenHolder(subject), 'отчёт'));
}

async function said(signer: Named, subject: DistinguishedName, more: { representative?: { document: string } } = {}) {
	const { fileName, bytes } = makeReport({ ...firm, signer, ...more });
	return await saidOf(fileName, bytes, subject);
}

const anna: Named = { surname: 'Иванова', name: 'Анна', patronymic: 'Петровна' };

test.each<[string, Named, object]>([
	['is written alike', { surname: 'Иванова', name: 'Анна' }, {}],
	['has the patronymic in the certificate only', { surname: 'Иванова', name: 'Анна' }, { givenName: 'Анна Петровна' }],
	['has the patronymic in the report only', anna, { givenName: 'Анна' }],
	['has it in both', anna, { givenName: 'Анна  Петровна' }],
	['is written in capital letters', { surname: 'ИВАНОВА', name: 'АННА', patronymic: 'ПЕТРОВНА' }, { givenName: 'Анна Петровна' }],
	['is written without ё', { surname: 'Королева', name: 'Алена' }, { surname: 'Королёва', givenName: 'Алёна' }],
	['is not in the certificate', anna, { surname: undefined, givenName: undefined }],
])('nothing is said where the name %s', async (_, signer, subject) => {
	expect(await said(signer, { ...director, ...subject })).toBeUndefined();
});

test.each<[string, Named, DistinguishedName]>([
	['another person', anna, clerk],
	['a namesake by the surname', { ...anna, name: 'Ольга' }, director],
	['a namesake by surname and given name', anna, { ...director, givenName: 'Анна Ильинична' }],
])('%s is warned of', async (_, signer, subject) => {
	expect(await said(signer, subject)).toMatchObject({ file: expect.stringMatching(/\.xml$/), level: 'warning', text: expect.stringMatching(/^The report names .+ as its signer, but the certificate is that of .+\. Sign with/) });
});

test('a representative signs under his own name', async () => {
	const representative = { document: 'Доверенность 17' };
	expect(await said({ surname: 'Петров', name: 'Борис' }, clerk, { representative })).toBeUndefined();
	expect(await said(anna, clerk, { representative })).toMatchObject({ level: 'warning' });
});

test('what is no report to the tax service names no signer', async () => {
	for (const text of ['', 'PK\u0003\u0004', '<Файл/>', '<report><Подписант><ФИО Фамилия="А" Имя="Б"/></Подписант></report>']) expect(await saidOf('x.xml', Buffer.from(text), clerk)).toBeUndefined();
});

test('a large file is read no further than its beginning', async () => {
	const { bytes } = makeReport({ ...firm, signer: anna });
	const large = overheard({
		fileName: 'large.xml',
		async *chunks() {
			yield bytes;
			yield Buffer.alloc(200_000);
		},
	});
	for await (const chunk of large.document.chunks()) expect(chunk.length).toBeGreaterThan(0);
	expect(large.beginning()).toHaveLength(65_536);
	expect(otherSigner(large, signed(givenHolder(clerk), 'отчёт'))).toMatchObject({ level: 'warning' });
});
