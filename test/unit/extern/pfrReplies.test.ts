import { summarise } from '../../../extern/operations/outline';
import { filesOf, pfrReplyGet } from '../../../extern/operations/pfrReplies';

/** The Java SDK reads a reply of the pension fund now as a package, now as one of its files. */

const protocol = { id: 'p1', 'reply-id': 'r1', 'docflow-id': 'f1', 'document-id': 'd1', signature: 'MII=' };
const appendix = { ...protocol, id: 'p2', signature: undefined };
const read = (wire: Parameters<typeof filesOf>[0]) => pfrReplyGet.outline && summarise(pfrReplyGet.outline, wire, { language: 'en', now: 0 });

test('a package names the reply, its first file and all of them', () => {
	expect(read({ id: 'r1', 'docflow-id': 'f1', documents: [protocol, appendix] })).toEqual({
		replyId: 'r1',
		docflowId: 'f1',
		replyDocumentId: 'p1',
		files: [
			{ replyDocumentId: 'p1', documentId: 'd1', isSigned: true },
			{ replyDocumentId: 'p2', documentId: 'd1', isSigned: false },
		],
	});
});

test('one file alone names the reply that it belongs to', () => {
	expect(read(protocol)).toEqual({ replyId: 'r1', docflowId: 'f1', replyDocumentId: 'p1', files: [{ replyDocumentId: 'p1', documentId: 'd1', isSigned: true }] });
});

test('a package without files is no reason to fail', () => {
	expect(read({ id: 'r1' })).toEqual({ replyId: 'r1', files: [] });
});
