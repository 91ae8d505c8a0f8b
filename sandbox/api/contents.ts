/** The contents service: files in parts, any order, ranges back. */

import { Transform } from 'node:stream';
import type { Content } from '../world/contents';
import type { Span } from '../world/spans';
import { LARGEST_BODY, type Answer, type Call, type Handlers } from './call';
import { ApiProblem, badRequest, notFound } from './problems';

interface Part extends Span {
	/** Null when the client does not know it yet. */
	total: number | null;
}

/** 30 GB */
const LARGEST_CONTENT = 30 * 1024 ** 3;

export const contentHandlers: Handlers = {
	'content-upload-start': async (call) => {
		const account = call.account();
		const part = partOf(call);
		const content = call.world.contents.open(account.id);
		try {
			const { id, complete } = await takePart(call, content, part);
			return { status: complete ? 201 : 200, body: { id } };
		} catch (error) {
			call.world.contents.discard(content.id);
			throw error;
		}
	},
	'content-upload-chunk': async (call) => {
		const content = contentOf(call);
		if (content.complete) throw badRequest('Контент уже загружен полностью');
		const part = partOf(call);
		if (!part) throw badRequest('Не задан заголовок Content-Range');
		const { id, complete } = await takePart(call, content, part);
		return { status: complete ? 201 : 200, body: { content: { id }, 'is-completed': complete } };
	},
	'content-download': (call) => {
		const content = contentOf(call);
		if (!content.complete) throw notFound('Контент', content.id);
		const size = content.total ?? 0;
		const { range } = call.request.headers;
		return range === undefined ? whole(call, content, size) : piece(call, content, rangeOf(range, size), size);
	},
};

function contentOf(call: Call): Content {
	const account = call.account();
	const content = call.world.contents.find(account.id, call.param('id'));
	if (!content) throw notFound('Контент', call.param('id'));
	return content;
}

/** Undefined without the header: then the body is the whole content. */
function partOf(call: Call): Part | undefined {
	const header = call.request.headers['content-range'];
	if (header === undefined) return undefined;
	const match = /^bytes[ =](\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(header.trim());
	if (!match) throw badRequest('Заголовок Content-Range задан неверно: ожидается bytes {от}-{до}/{всего}');
	const [from, last, total] = [Number(match[1]), Number(match[2]), match[3] === '*' ? null : Number(match[3])];
	if (last < from || (total !== null && last >= total))
		throw badRequest('Границы в заголовке Content-Range неверны: последний байт лежит за пределами контента');
	if ((total ?? last) > LARGEST_CONTENT) throw badRequest('Контент больше 30 ГБ');
	return { from, to: last + 1, total };
}

async function takePart(call: Call, content: Content, part: Part | undefined): Promise<Content> {
	if (part && part.total !== null && content.total !== null && part.total !== content.total)
		throw badRequest('Полный размер контента отличается от названного раньше');
	if (part && content.total !== null && part.to > content.total) throw badRequest('Часть лежит за пределами контента');
	if (Number(call.request.headers['content-length'] ?? 0) > LARGEST_BODY) throw tooLarge();
	const length = { bytes: 0 };
	const measured = call.incoming.pipe(measure(length, part ? part.to - part.from : Infinity));
	call.incoming.on('error', (error) => measured.destroy(error));
	call.request.raw.on('aborted', () => measured.destroy(new Error('upload aborted')));
	await call.world.contents.writePart(content.id, part?.from ?? 0, measured);
	if (length.bytes === 0) throw badRequest('Пустой контент загрузить нельзя');
	if (part && length.bytes !== part.to - part.from)
		throw badRequest(`Длина тела (${length.bytes}) не совпадает с границами в Content-Range (${part.to - part.from})`);
	return call.world.contents.acceptPart(content.id, part ?? { from: 0, to: length.bytes }, part ? part.total : length.bytes);
}

/** Counts what passes and stops at the announced length, so that a wrong part does no harm to its neighbours. */
function measure(length: { bytes: number }, announced: number): Transform {
	return new Transform({
		transform(block: Buffer, _encoding, done) {
			const before = length.bytes;
			length.bytes += block.length;
			if (length.bytes > LARGEST_BODY) return done(tooLarge());
			return done(null, block.subarray(0, Math.max(0, announced - before)));
		},
	});
}

function tooLarge(): ApiProblem {
	return new ApiProblem({ status: 413, code: 'contentIsTooLarge', message: 'Часть контента больше 64 МБ' });
}

function rangeOf(header: string, size: number): Span {
	const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
	if (!match || (match[1] === '' && match[2] === ''))
		throw badRequest('Заголовок Range задан неверно: ожидается bytes={от}-{до}');
	if (match[1] === '') return { from: Math.max(0, size - Number(match[2])), to: size };
	const span = { from: Number(match[1]), to: match[2] === '' ? size : Math.min(Number(match[2]) + 1, size) };
	if (span.from >= size || span.to <= span.from) throw badRequest(`Диапазон Range лежит за пределами контента (${size} байт)`);
	return span;
}

function whole(call: Call, { id }: Content, size: number): Answer {
	return {
		status: 200,
		stream: call.world.contents.stream(id),
		headers: { 'content-length': String(size), 'accept-ranges': 'bytes' },
	};
}

function piece(call: Call, { id }: Content, span: Span, size: number): Answer {
	if (span.to - span.from > LARGEST_BODY)
		throw new ApiProblem({ status: 413, code: 'contentIsTooLarge', message: 'За один запрос можно получить не больше 64 МБ' });
	const headers = {
		'content-length': String(span.to - span.from),
		'content-range': `bytes ${span.from}-${span.to - 1}/${size}`,
		'accept-ranges': 'bytes',
	};
	return { status: 206, stream: call.world.contents.stream(id, span), headers };
}
