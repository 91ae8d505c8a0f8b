import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { claimItemIn, documentNameIn, answerFile, sourceOf, type AnswerDocument, kindOfAnswer } from '../../../extern';
import { identityOf, keyOf, problemsOf, type AnswerFile } from '../../../extern/flows/answerPlan';

const MB = 1024 * 1024;
/** A file whose bytes nobody reads here. */
const file = (fileName: string, more: Partial<AnswerFile> & { length?: number } = {}): AnswerFile => ({ fileName, source: { ...sourceOf(new Uint8Array(0)), length: more.length ?? 9 }, sha256: more.sha256 ?? `digest of ${fileName}`, signature: more.signature });
const document = (more: Partial<AnswerDocument> = {}): AnswerDocument => ({ files: [file('Договор.pdf')], claimItem: '1.01', kind: 'scanned', name: 'Договор', ...more });
const textsOf = (...documents: AnswerDocument[]) => problemsOf(documents).map(({ file: name, text }) => `${name}: ${text}`);

const files = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }).map((names) => names.map((name) => file(name)));
const documents = fc.uniqueArray(
	fc.record({ files, claimItem: fc.constantFrom('1.01', '1.02', '2.01'), kind: fc.constantFrom('scanned' as const, 'formalized' as const), name: fc.option(fc.string(), { nil: undefined }), group: fc.option(fc.string(), { nil: undefined }) }),
	{ selector: keyOf, minLength: 1, maxLength: 5 },
);

describe('what an answer consists of', () => {
	test('is the same in whatever order its documents come', () => {
		fc.assert(
			fc.property(documents.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), ([all, shuffled]) => {
				expect(identityOf(shuffled)).toBe(identityOf(all));
			}),
		);
	});

	test('is another one with a document more or less', () => {
		fc.assert(
			fc.property(documents, ([first, ...rest]) => {
				expect(identityOf(rest)).not.toBe(identityOf([first, ...rest]));
				expect(identityOf([first, first, ...rest])).not.toBe(identityOf([first, ...rest]));
			}),
		);
	});

	test.each<[string, Partial<AnswerDocument>]>([
		['other bytes', { files: [file('Договор.pdf', { sha256: 'another digest' })] }],
		['another file name', { files: [file('Договор 2.pdf', { sha256: 'digest of Договор.pdf' })] }],
		['a further page', { files: [file('Договор.pdf'), file('Подписи.pdf')] }],
		['the signature of a counterparty', { files: [file('Договор.pdf', { signature: Buffer.from('signature') })] }],
		['another item of the demand', { claimItem: '1.02' }],
		['another kind', { kind: 'formalized' }],
		['another name', { name: 'Договор поставки' }],
		['a group', { group: 'акты' }],
	])('is another one with %s', (_, change) => {
		expect(identityOf([document(change)])).not.toBe(identityOf([document()]));
	});

	test('is another one with the pages in another order', () => {
		const pages = [file('1.pdf'), file('2.pdf')];
		expect(identityOf([document({ files: pages })])).not.toBe(identityOf([document({ files: [...pages].reverse() })]));
	});
});

test('the digest of a file is that of its bytes, in whatever pieces they come', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.uint8Array()), async (pieces) => {
			const bytes = Buffer.concat(pieces);
			const source = {
				length: bytes.length,
				async *chunks() {
					yield* pieces;
				},
			};
			const { sha256 } = await answerFile('Договор.pdf', source, undefined);
			expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
		}),
	);
});

describe('a file name', () => {
	test('tells the item of the demand and the name of the document, however they are put together', () => {
		const item = fc.tuple(fc.constantFrom('1', '2'), fc.integer({ min: 0, max: 99 })).map(([part, number]) => `${part}.${String(number).padStart(2, '0')}`);
		const name = fc.stringMatching(/^[а-яa-z№ ]{0,20}[а-яa-z]$/).filter((text) => text.trim() === text);
		fc.assert(
			fc.property(item, fc.constantFrom(' ', '_', '-', '. '), name, fc.constantFrom('.pdf', '.JPG', '.xml'), (claimItem, gap, title, ending) => {
				const fileName = `${claimItem}${gap}${title}${ending}`;
				expect([claimItemIn(fileName), documentNameIn(fileName)]).toEqual([claimItem, title]);
				expect([claimItemIn(`${title}${ending}`), documentNameIn(`${title}${ending}`)]).toEqual([undefined, title]);
			}),
		);
	});

	test.each([
		['1.011 Акт.pdf', undefined, '1.011 Акт'],
		['3.01 Акт.pdf', undefined, '3.01 Акт'],
		['1.01.pdf', '1.01', '1.01'],
		['.pdf', undefined, '.pdf'],
	])('%s names the item %s and the document %s', (fileName, claimItem, name) => {
		expect([claimItemIn(fileName), documentNameIn(fileName)]).toEqual([claimItem, name]);
	});

	test.each([
		['ON_DOV_7712.xml', 'warrant'],
		['ON_SCHFDOPPR.XML', 'formalized'],
		['ON_DOV_7712.pdf', 'scanned'],
		['Таблица.xlsx', 'scanned'],
	])('%s looks like a document of the kind %s', (fileName, kind) => {
		expect(kindOfAnswer(fileName)).toBe(kind);
	});
});

describe('before anything leaves', () => {
	test('an answer that fits has nothing wrong', () => {
		const largest = document({ files: Array.from({ length: 99 }, (_, page) => file(`${page}.jpeg`, { length: 60 * MB })) });
		expect(textsOf(largest, document({ claimItem: '2.99', kind: 'formalized', files: [file('ON_SCHFDOPPR.xml')] }), document({ kind: 'warrant', files: [file('ON_DOV.xml')] }))).toEqual([]);
	});

	test.each<[string, AnswerDocument, string]>([
		['no file', document({ files: [], name: 'Акт' }), 'Акт: It has no file'],
		['neither file nor name', document({ files: [], name: undefined }), 'A document without files: It has no file'],
		['more files than a document takes', document({ files: Array.from({ length: 100 }, (_, page) => file(`${page}.tif`)) }), 'It has 100 files, and a document takes 99: divide it'],
		['no item of the demand', document({ claimItem: '' }), 'Договор.pdf: The item of the demand is missing that it answers, such as 1.01'],
		['an item that no demand has', document({ claimItem: '1.1' }), 'Договор.pdf: "1.1" is no item of a demand: write 1.01 for a document, 2.01 for information'],
		['a scan of another type', document({ files: [file('Таблица.xlsx')] }), 'Таблица.xlsx: A scan is a file of type jpg, pdf, png or tiff'],
		['a format that is no XML', document({ kind: 'formalized' }), 'Договор.pdf: A document in a format of the tax service is an XML file'],
		['an empty file', document({ files: [file('Пустой.pdf', { length: 0 })] }), 'Пустой.pdf: The file is empty'],
		['a file that fits into no draft', document({ files: [file('Книга.pdf', { length: 60 * MB + 1 })] }), 'Книга.pdf: The file is larger than 60 MB'],
		['nothing but a power of attorney', document({ kind: 'warrant', files: [file('ON_DOV.xml')] }), 'ON_DOV.xml: Besides a power of attorney the answer has no document'],
	])('%s is told', (_, wrong, text) => {
		expect(textsOf(wrong)).toEqual([expect.stringContaining(text)]);
	});

	test('a document that is there twice is told once, and what is wrong with others as well', () => {
		expect(textsOf(document(), document(), document({ claimItem: '9' }))).toEqual([expect.stringMatching(/^Договор.pdf: "9" is no item/), 'Договор.pdf: It is there twice']);
	});

	test('whatever is wrong, each line is an error with the name of a file or document', () => {
		const odd = fc.record({ files: fc.array(fc.record({ fileName: fc.string(), length: fc.constantFrom(0, 1, 61 * MB) }).map(({ fileName, length }) => file(fileName, { length })), { maxLength: 3 }), claimItem: fc.string(), kind: fc.constantFrom('scanned' as const, 'formalized' as const, 'warrant' as const) });
		fc.assert(
			fc.property(fc.array(odd, { maxLength: 4 }), (all) => {
				for (const line of problemsOf(all)) expect(line).toMatchObject({ level: 'error', file: expect.any(String), text: expect.stringMatching(/./) });
			}),
		);
	});
});
