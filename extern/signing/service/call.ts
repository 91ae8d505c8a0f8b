import { ExternError, stop } from '../../failure';
import type { PortAnswer } from '../../port';
import { persistently } from '../../transport/persistence';
import { askedToWait } from '../../transport/retry';
import type { ServicePort } from '../services';
import { refusalOf, resultIn } from './answer';
import { masked } from '../masking';
import type { ServiceTask, SigningService } from './protocol';
import { requestFor } from './request';

/** How long one waits for a service. */
export interface ServicePatience {
	/** For one answer, in milliseconds. */
	readonly timeoutMs?: number;
	/** For one task with all its repeats, in milliseconds. */
	readonly retryBudgetMs?: number;
}

type Answered = Extract<PortAnswer, { kind: 'answer' }>;

const TIMEOUT_MS = 60_000;
const RETRY_BUDGET_MS = 120_000;
/** A gateway found nobody behind it, or the service is starting or stopping. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * Has a signing service do one task. Signing twice harms nobody, so lost answers and passing troubles
 * are repeated. A 500 is not: wrappers of CryptoPro answer it to a wrong PIN, and a token locks for
 * good after several of them.
 * @param content the file, the digest or the envelope
 * @returns what {@link resultIn} finds
 * @throws ExternError `stopped`, `unavailable` or `cancelled`
 */
export async function askService(service: SigningService, port: ServicePort, task: ServiceTask, content: Uint8Array, fileName: string, patience: ServicePatience): Promise<Uint8Array> {
	const request = { ...requestFor(service, task, content, fileName), timeoutMs: patience.timeoutMs ?? TIMEOUT_MS };
	const persistence = { port, repeat: 'safe' as const, budgetMs: patience.retryBudgetMs ?? RETRY_BUDGET_MS, mayPass: isPassing };
	const answer = await persistently(persistence, async () => await port.send(request));
	if (answer.kind === 'answer' && answer.status >= 200 && answer.status < 300) return resultIn(service, task, answer);
	throw failureOf(service, answer, fileName);
}

function isPassing(answer: PortAnswer): boolean {
	switch (answer.kind) {
		case 'answer':
			return PASSING.has(answer.status);
		case 'no-answer':
			return !isDistrust(answer.detail);
		default:
			return false;
	}
}

function failureOf(service: SigningService, answer: PortAnswer, fileName: string): ExternError {
	switch (answer.kind) {
		case 'cancelled':
			return new ExternError({ kind: 'cancelled' });
		case 'sign-in':
			return stop('The credential of the signing service cannot be used', masked(answer.detail, service.secrets));
		case 'no-answer':
			return isDistrust(answer.detail) ? distrusted(service) : unavailable(NO_ANSWER[answer.reason], 503);
		case 'answer':
			return answer.status > 429 && PASSING.has(answer.status) ? unavailable(`The signing service is not available (${answer.status})${afterwards(answer)}`, answer.status) : refusalOf(service, answer, fileName);
	}
}

const NO_ANSWER = {
	timeout: 'The signing service did not answer in time',
	network: 'The connection to the signing service broke off',
	unreachable: 'The signing service cannot be reached',
} as const;

function unavailable(message: string, status: number): ExternError {
	return new ExternError({ kind: 'unavailable', problem: { status, message } });
}

function afterwards(answer: Answered): string {
	const asked = askedToWait(answer);
	return asked ? `, it asks to wait ${Math.ceil(asked / 1000)} s` : '';
}

/** Words of Node for a certificate of TLS that it does not trust. */
function isDistrust(detail: string): boolean {
	return /self[- ]signed|unable to (verify|get)|certificate (has expired|is not yet valid)|altnames/i.test(detail);
}

function distrusted({ root }: SigningService): ExternError {
	return stop(
		`n8n does not trust the TLS certificate of ${new URL(root).host}`,
		'Start n8n with NODE_EXTRA_CA_CERTS naming the certificate of the authority that issued it, and check that it is valid and made for this host name',
	);
}
