import { bytes, guid } from './fields';
import { accountIds } from './ids';
import { bytesBody, get, object, operation, post, put } from './operation';

/**
 * The first part of an upload, or all of it. `extern/contents`, the only caller, adds the range. Repeating it leaves at most an orphan that the service forgets after 90 days.
 */
export const contentUploadStart = operation({
	id: 'content-upload-start',
	request: post('/v1/{accountId}/contents'),
	repeat: 'safe',
	input: { ...accountIds, part: bytes() },
	payload: ({ part }) => bytesBody(part, 'application/octet-stream'),
	answer: object<{ readonly id: string }>(),
	source: 'contents, "методы работы с контентами"',
});

/** A further part. Parts may come in any order and more than once. */
export const contentUploadChunk = operation({
	id: 'content-upload-chunk',
	request: put('/v1/{accountId}/contents/{id}'),
	input: { ...accountIds, id: guid('Upload'), part: bytes() },
	payload: ({ part }) => bytesBody(part, 'application/octet-stream'),
	answer: object<{ readonly content?: { readonly id: string }; readonly 'is-completed'?: boolean }>(),
	source: 'contents, "методы работы с контентами"; shape of the answer from the C# SDK',
});

/** Bytes of a content, whole or a range; read by `extern/contents`. */
export const contentDownload = operation({
	id: 'content-download',
	request: get('/v1/{accountId}/contents/{id}'),
	input: { ...accountIds, id: guid('Upload, or the documents of a docflow') },
	answer: object<never>(),
	source: 'contents, "методы работы с контентами"',
});
