import { judgeAnswer, judgeRequest, operationOf } from '../reference/judge';
import type { RecordedRequest } from './sandbox';

/** What the reference has against one exchange; what a fault made of the answer is not judged. */
export function complaintsAbout(record: RecordedRequest): string[] {
	const operation = operationOf(record.method, record.path, grantOf(record));
	const label = `#${record.number} ${record.method} ${record.path}`;
	if (operation === undefined) return complaintsAboutUnknown(record, label);

	const wasRead = record.body !== null || !(record.fault || record.status === 401);
	const complaints = [
		// A body that nobody read cannot be judged: the call was refused before.
		...judgeRequest(operation, { query: record.query, body: record.body ?? undefined }).filter((complaint) => wasRead || !complaint.startsWith('body:')),
		...(record.fault ? [] : judgeAnswer(operation, record.status, record.response ?? undefined)),
	].filter((complaint) => !isAboutSecret(complaint, record) && !isAboutText(complaint, record));
	if (record.operation && record.operation !== operation) {
		complaints.push(`the sandbox took it for ${record.operation}`);
	}
	return complaints.map((complaint) => `${label} (${operation}, ${record.status}): ${complaint}`);
}

/** The log masks secrets, so their form cannot be judged; the provider, which knows them, judges them better. */
function isAboutSecret(complaint: string, { query, body, response }: RecordedRequest): boolean {
	const [part, name] = complaint.split(':', 1)[0].split('/');
	const fields = new Map<string, unknown>(Object.entries({ query, body, answer: response })).get(part);
	return typeof fields === 'object' && fields !== null && new Map(Object.entries(fields)).get(name) === '***';
}

/** Text in another encoding than UTF-8 is logged as the number of its bytes. */
function isAboutText(complaint: string, { response }: RecordedRequest): boolean {
	return complaint === 'answer: must be string' && typeof response === 'object' && response !== null && 'bytes' in response && 'sha256' in response;
}

/** The identity provider also serves pages of the OpenID standard, and CryptoPro DSS judges what it is asked by itself; the API has nothing beside the reference. */
function complaintsAboutUnknown({ service }: RecordedRequest, label: string): string[] {
	return service !== 'api' ? [] : [`${label}: no such operation in the reference`];
}

function grantOf({ body }: RecordedRequest): string | undefined {
	if (typeof body !== 'object' || body === null || !('grant_type' in body)) return undefined;
	return String(body.grant_type);
}
