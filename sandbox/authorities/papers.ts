/** What authorities, the operator and subscribers write to each other in the exchange. */

import { encode } from 'iconv-lite';
import { randomUUID } from 'node:crypto';
import { signDetached, streebog } from '../../gost';
import type { Signer } from '../seed/pki';
import type { Docflow, DocflowSignature } from '../world/docflows';
import type { World } from '../world/world';
import type { Paper } from './exchange';
import { escaped } from './xml';

export interface Letterhead {
	/** Without urn:document: */
	type: string;
	/** The beginning of the file name, as the exchange uses it. */
	prefix: string;
	title: string;
	text: string;
	/** Names of the files that go with it. */
	attachments?: string[];
}

/** A document that the authority signs. */
export function authorityPaper(world: World, docflow: Docflow, head: Letterhead & { secret?: boolean }): Paper {
	return written(world, docflow, head, { signer: world.pki.authority(docflow.authority), signerType: 'cu-representative' });
}

/** A file that the authority signs as it is. */
export function authorityFile(world: World, { authority }: Docflow, file: Omit<Paper, 'signatures'>): Paper {
	const by = { signer: world.pki.authority(authority), signerType: 'cu-representative' as const };
	return { ...file, signatures: [signed(file.bytes, by)] };
}

/** A document that the operator makes and signs. */
export function operatorPaper(world: World, docflow: Docflow, head: Letterhead): Paper {
	return written(world, docflow, head, { signer: world.pki.operator, signerType: 'provider-representative' });
}

/** XML in windows-1251, the way FNS writes. */
export function xmlOf(
	world: World,
	docflow: Docflow,
	{ prefix, title, text, attachments = [] }: Letterhead,
): { fileId: string; bytes: Buffer } {
	const now = world.clock.now().toISOString();
	const { inn, kpp } = docflow.payer;
	const fileId = `${prefix}_${docflow.authority}_${docflow.authority}_${inn}${kpp ?? ''}_${now.slice(0, 10).replaceAll('-', '')}_${randomUUID()}`;
	const lines = [
		'<?xml version="1.0" encoding="windows-1251"?>',
		`<Файл ИдФайл="${fileId}" ВерсПрог="Песочница 1.0" ВерсФорм="5.01">`,
		`\t<Документ Наименование="${escaped(title)}" ДатаДок="${now.slice(0, 10)}" ВремДок="${now.slice(11, 19)}" КодНО="${escaped(docflow.authority)}">`,
		`\t\t<НП ИНН="${inn}"${kpp ? ` КПП="${kpp}"` : ''}/>`,
		...attachments.map((name) => `\t\t<Приложение ИмяФайла="${escaped(name)}"/>`),
		`\t\t<Текст>${escaped(text)}</Текст>`,
		'\t</Документ>',
		'</Файл>',
	];
	return { fileId, bytes: encode(lines.join('\r\n'), 'win1251') };
}

function written(
	world: World,
	docflow: Docflow,
	head: Letterhead & { secret?: boolean },
	by: { signer: Signer; signerType: DocflowSignature['signerType'] },
): Paper {
	const { fileId, bytes } = xmlOf(world, docflow, head);
	return {
		type: `urn:document:${head.type}`,
		filename: `${fileId}.xml`,
		contentType: 'application/xml',
		bytes,
		signatures: [signed(bytes, by)],
		secret: head.secret,
	};
}

function signed(
	bytes: Uint8Array,
	{ signer: { certificate, key }, signerType }: { signer: Signer; signerType: DocflowSignature['signerType'] },
): DocflowSignature {
	return { id: randomUUID(), content: signDetached({ digest: streebog(256, bytes), key, certificate }), signerType };
}
