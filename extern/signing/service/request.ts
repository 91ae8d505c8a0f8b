import { randomUUID } from 'node:crypto';
import { stop } from '../../failure';
import type { PortRequest } from '../../port';
import type { ServiceTask, SigningService } from './protocol';

/** A request without what is the caller's to decide. */
export type ServiceRequest = Omit<PortRequest, 'timeoutMs'>;

/**
 * What a signing service is sent for a task.
 * @param content the file, the digest or the envelope
 * @param fileName for messages only; it is not sent
 * @throws ExternError `stopped` when the service does not do this, or the file does not fit into its form
 */
export function requestFor(service: SigningService, task: ServiceTask, content: Uint8Array, fileName: string): ServiceRequest {
	const { protocol, pin, root } = service;
	const path = protocol.paths[task];
	if (path === undefined) throw stop(`The signing service does not ${ABILITIES[task].does}`, `If it can, fill in ${ABILITIES[task].field} in its credential`);
	const fields = fieldsOf(service, task);
	const url = new URL(path === '' ? root : `${root}/${path.replace(/^\/+/, '')}`);
	if (protocol.body === 'raw') for (const [name, value] of fields) url.searchParams.append(name, plain(value));
	const { body, contentType } = bodyOf(service, fields, content, fileName);
	const pinHeader = pin !== '' && protocol.pinHeader !== '' ? { [protocol.pinHeader]: pin } : {};
	return { method: 'POST', url: url.href, headers: { 'content-type': contentType, accept: '*/*', ...pinHeader }, body, expect: 'bytes' };
}

const ABILITIES: Readonly<Record<ServiceTask, { does: string; field: string }>> = {
	detached: { does: 'make detached signatures', field: 'Path for Detached Signatures' },
	enclosed: { does: 'make signatures that enclose the file', field: 'Path for Enclosing Signatures' },
	raw: { does: 'make raw signatures', field: 'Path for Raw Signatures' },
	digest: { does: 'sign digests', field: 'Path for Signatures of Digests' },
	decrypt: { does: 'decrypt', field: 'Path for Decryption' },
};

type Field = readonly [name: string, value: unknown];

function fieldsOf({ protocol, certificate, pin }: SigningService, task: ServiceTask): Field[] {
	const named: Field[] = [
		[protocol.thumbprintField, certificate.thumbprint],
		[protocol.taskField, task],
		[pin === '' ? '' : protocol.pinField, pin],
	];
	return [...Object.entries(protocol.moreFields), ...named.filter(([name]) => name !== '')];
}

function bodyOf({ protocol }: SigningService, fields: readonly Field[], content: Uint8Array, fileName: string): { body: string | Uint8Array; contentType: string } {
	switch (protocol.body) {
		case 'raw':
			return { body: content, contentType: 'application/octet-stream' };
		case 'json':
			return json([...fields, [protocol.fileField, base64(content)]]);
		case 'jsonText':
			return json([...fields, [protocol.fileField, textOf(content, fileName)]]);
		case 'multipart':
			return form(fields, protocol.fileField, content);
	}
}

function json(fields: readonly Field[]): { body: string; contentType: string } {
	const value = fields.reduce<unknown>((members, [path, member]) => placed(members, path.split('.'), member), {});
	return { body: JSON.stringify(value), contentType: 'application/json' };
}

/** A member set at a path; a number in it means a place in an array. */
function placed(into: unknown, [key, ...rest]: string[], value: unknown): unknown {
	if (key === undefined) return value;
	if (/^\d{1,3}$/.test(key)) {
		const list: unknown[] = Array.isArray(into) ? [...into] : [];
		list[Number(key)] = placed(list[Number(key)], rest, value);
		return list;
	}
	const members = new Map<string, unknown>(typeof into === 'object' && into !== null ? Object.entries(into) : []);
	return Object.fromEntries(members.set(key, placed(members.get(key), rest, value)));
}

/** Not even a byte may change on the way, or the signature would be of another file. */
function textOf(content: Uint8Array, fileName: string): string {
	const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
	if (Buffer.from(text).equals(content)) return text;
	throw stop(`${fileName} cannot be sent to the signing service as text`, 'It is not in UTF-8. Choose another Send File As in the credential, if the service takes one');
}

/** A form with the file in it (RFC 7578). The file's own name is nobody else's business. */
function form(fields: readonly Field[], fileField: string, content: Uint8Array): { body: Uint8Array; contentType: string } {
	const boundary = `extern-${randomUUID()}`;
	const part = (name: string, more = '') => `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${more}\r\n`;
	const texts = fields.map(([name, value]) => `${part(name)}\r\n${plain(value)}\r\n`);
	const head = `${part(fileField, '; filename="document.bin"')}content-type: application/octet-stream\r\n\r\n`;
	return {
		body: Buffer.concat([Buffer.from(texts.join('') + head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
		contentType: `multipart/form-data; boundary=${boundary}`,
	};
}

function quoted(name: string): string {
	return encodeURIComponent(name).replaceAll('%20', ' ');
}

function plain(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function base64(content: Uint8Array): string {
	return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
}
