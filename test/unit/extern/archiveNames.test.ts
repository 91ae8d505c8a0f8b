import fc from 'fast-check';

import { DocumentNames, folded, folderOf, isSafePath, prefixOf, safeName, signatureName, split } from '../../../extern/archiving';
import type { WireDocflow } from '../../../extern/wire/docflow';

const room = { characters: 100, bytes: 180 };
const safe = (text: string) => safeName(text, room, 'file');
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** Names as people, other systems and attackers write them. */
const piece = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 20 }),
	fc.string({ unit: 'grapheme', maxLength: 20 }),
	fc.constantFrom('..', '/', '\\', '../', 'C:', 'con', 'NUL', 'COM1', 'aux.', '.', ' ', '\u0000', '\n', '\u202e', '\ufeff', '\ud800', 'Отчёт', 'и\u0306', 'ё', '😀', '.xml', '.tar.gz', 'я'.repeat(150), 'x'.repeat(300)),
);
const anyName = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

describe('a name', () => {
	test('is safe in every file system, whatever it was', () => {
		fc.assert(
			fc.property(anyName, (text) => {
				const name = safe(text);
				expect(name).not.toBe('');
				expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}]/u);
				expect(name).not.toMatch(/^[. ]|[. ]$/);
				expect(name).not.toMatch(RESERVED);
				expect(name.length).toBeLessThanOrEqual(room.characters);
				expect(Buffer.byteLength(name)).toBeLessThanOrEqual(room.bytes);
				expect(isSafePath(name)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	test('that is safe stays as it is', () => {
		fc.assert(fc.property(anyName, (text) => expect(safe(safe(text))).toBe(safe(text))), { numRuns: 2000 });
	});

	test('keeps its ending when it is cut, and is cut between characters', () => {
		fc.assert(
			fc.property(fc.constantFrom('я', '😀', 'x', 'ё'), fc.integer({ min: 1, max: 400 }), fc.constantFrom('.xml', '.pdf', '.p7s'), (letter, count, ending) => {
				const name = safe(letter.repeat(count) + ending);
				expect(split(name).ending).toBe(ending);
				expect(name.slice(0, -ending.length)).toMatch(new RegExp(`^(${letter})+$`, 'u'));
			}),
		);
	});

	test.each([
		['Декларация по НДС за 1 квартал.xml', 'Декларация по НДС за 1 квартал.xml'],
		['../../etc/passwd', '_.._etc_passwd'],
		['C:\\Windows\\a.dll', 'C__Windows_a.dll'],
		['NUL', '_NUL'],
		['com1.txt', '_com1.txt'],
		['отчёт. ', 'отчёт'],
		['\u202Efdp.exe', 'fdp.exe'],
		['Й'.normalize('NFD'), 'Й'],
		['...', 'file'],
	])('%j becomes %j', (text, expected) => {
		expect(safe(text)).toBe(expected);
	});

	test('a path of an index is used again only when it is safe', () => {
		for (const path of ['../a', 'a/../b', '/a', 'a//b', 'a\\b', 'a/CON', 'a/b.', 'a/\u202Eb']) expect([path, isSafePath(path)]).toEqual([path, false]);
		expect(isSafePath('7757424860-680345565/2026/НДС, 1 квартал 2026 2026-04-20 3d2c1b0a')).toBe(true);
	});
});

describe('the names of a docflow', () => {
	const id = fc.uuid();
	const document = fc.record({ id, fileName: fc.oneof(anyName, fc.constantFrom('a.xml', 'A.XML', 'Отчёт.xml', 'отчёт.xml', 'Отче\u0308т.xml', 'a.xml.sig', 'a.xml.enc', 'a.xml (1)', 'docflow.json')), kind: fc.constantFrom('Report', 'Декларация'), signatures: fc.integer({ min: 0, max: 3 }) });
	const documents = fc.uniqueArray(document, { maxLength: 12, selector: (one) => one.id });
	const all = (list: Array<{ fileName: string; signatures: number; id: string; kind: string }>) => {
		const names = new DocumentNames(['docflow.json']);
		return list.flatMap((one) => {
			const name = names.nameFor(one);
			return [name, `${name}.enc`, `${name}.pdf`, ...Array.from({ length: one.signatures }, (_, index) => signatureName(name, index))];
		});
	};

	test('never collide, in any case and any form of letters, nor do their signatures and printed forms', () => {
		fc.assert(
			fc.property(documents, (list) => {
				const names = [...all(list), 'docflow.json'];
				expect(new Set(names.map(folded)).size).toBe(names.length);
				for (const name of names) expect([isSafePath(name), Buffer.byteLength(name) <= 190]).toEqual([true, true]);
			}),
			{ numRuns: 500 },
		);
	});

	test('are the same every time, and stay when documents are added behind', () => {
		fc.assert(
			fc.property(documents, documents, (list, more) => {
				const added = more.filter((one) => list.every((other) => other.id !== one.id));
				expect(all([...list, ...added]).slice(0, all(list).length)).toEqual(all(list));
			}),
			{ numRuns: 200 },
		);
	});

	test('leave what is archived already to its document', () => {
		const names = new DocumentNames([]);
		names.keep('A.xml', '11111111-0000-0000-0000-000000000000');
		expect(names.nameFor({ id: '22222222-0000-0000-0000-000000000000', fileName: 'a.xml', kind: '', signatures: 1 })).toBe('a (22222222).xml');
		expect(names.nameFor({ id: '11111111-0000-0000-0000-000000000000', fileName: 'A.xml', kind: '', signatures: 1 })).toBe('A.xml');
	});

	test('say what a document is when its own name says nothing', () => {
		expect(new DocumentNames([]).nameFor({ id: 'x', fileName: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040.pdf', kind: 'Требование', signatures: 0 })).toBe('Требование.pdf');
	});
});

describe('the folder of a docflow', () => {
	const wire = (description: WireDocflow['description'], more: Partial<WireDocflow> = {}): WireDocflow => ({ id: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', type: 'urn:docflow:fns534-report', status: 'urn:docflow-common-status:sent', 'send-date': '2026-04-20T00:30:00', description, ...more });
	const titled = (one: WireDocflow) => ({ wire: one, organization: '7757424860-680345565', title: 'НДС, 1 квартал 2026', language: 'ru' as const });

	test('is of organization, year of the period, form, period and day', () => {
		expect(folderOf(titled(wire({ 'period-begin': '2025-10-01T00:00:00', 'period-end': '2025-12-31T00:00:00' })))).toBe('7757424860-680345565/2025/НДС, 1 квартал 2026 2026-04-20 3d2c1b0a');
		expect(folderOf(titled(wire({})))).toContain('/2026/');
	});

	test('says so when organization, day or title are not known', () => {
		expect(folderOf({ wire: wire({}, { 'send-date': undefined }), title: '', language: 'ru' })).toBe('Организация не указана/без даты/Документооборот 3d2c1b0a');
	});

	test('has more of the id when another docflow is called the same', () => {
		expect(folderOf({ ...titled(wire({})), isDoubled: true })).toMatch(/ 3d2c1b0a9f8e4d7c$/);
	});

	test('leaves room for the longest name where there are no folders', () => {
		fc.assert(
			fc.property(anyName, anyName, (organization, name) => {
				const ofDocument = new DocumentNames([]).nameFor({ id: 'x', fileName: name, kind: '', signatures: 0 });
				const path = prefixOf({ ...titled(wire({})), organization, isDoubled: true }) + signatureName(ofDocument, 9);
				expect(Buffer.byteLength(path)).toBeLessThanOrEqual(255);
				expect(isSafePath(path)).toBe(true);
			}),
		);
	});
});
