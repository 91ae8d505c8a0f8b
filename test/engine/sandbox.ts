import axios from 'axios';

import type { SandboxAddresses } from './sandboxProcesses';
import { complaintsAbout } from './traffic';

/** What Kontur's letter to a new integrator would hold. */
export interface Seed {
	clientId: string;
	apiKey: string;
	login: string;
	password: string;
	phone: string;
	sid: string;
	/** A second user, with fewer rights. */
	clerk: { login: string; password: string; phone: string; sid: string };
	/** Another integrator, to share events with. */
	neighbour: { clientId: string; apiKey: string };
	/** An account that exists and is not ours. */
	foreignAccountId: string;
	accounts: SeedAccount[];
	/** What the administrator of CryptoPro DSS hands over. */
	dss: DssLetter;
}

export interface DssLetter {
	sts: string;
	signServer: string;
	login: string;
	password: string;
	clientId: string;
	secretClient: { clientId: string; clientSecret: string };
	certificates: Array<{ id: number; thumbprint: string; accountId: string; note: string; isDefault: boolean; pin?: string }>;
}

export interface SeedAccount {
	id: string;
	inn: string;
	kpp?: string;
	name: string;
	organizations: SeedOrganization[];
	certificates: SeedCertificate[];
}

export interface SeedOrganization {
	id: string;
	inn: string;
	kpp?: string;
	name: string;
	/** Its machine-readable power of attorney, for organizations that a representative serves. */
	fnsMchdId?: string;
}

export interface SeedCertificate {
	/** `valid` or what is wrong with it. */
	note: string;
	inn: string;
	fio: string;
	/** DER in base64. */
	content: string;
	thumbprint: string;
	/** PKCS#8 PEM. */
	privateKey: string;
	/** ISO 8601. */
	notAfter: string;
}

/** One exchange in the log of the sandbox. */
export interface RecordedRequest {
	number: number;
	time: string;
	service: 'api' | 'identity' | 'dss';
	method: string;
	path: string;
	query: Record<string, string | string[]>;
	operation?: string | null;
	headers: Record<string, string>;
	body?: unknown;
	bodyBytes: number;
	bodySha256?: string;
	status: number;
	responseHeaders: Record<string, string>;
	response?: unknown;
	fault?: string | null;
}

export type FaultAction =
	| { status: number; headers?: Record<string, string>; body?: unknown }
	| { delayMs: number }
	| { disconnect: true }
	| { truncateBytes: number }
	| { expireToken: true }
	| { redirect: string }
	| { replaceHrefs: string };

export interface Fault {
	/** Operation id, or method and path. */
	operation?: string;
	method?: string;
	path?: string;
	/** Lets so many fitting requests pass first. */
	skip?: number;
	times?: number;
	/** Does the work first and then fails. */
	after?: boolean;
	action: FaultAction;
}

export interface SandboxDocflow {
	id: string;
	accountId: string;
	type: string;
	status: string;
	successState: string;
	draftId?: string;
	documents: Array<{ id: string; type: string; filename: string; sha256: string; signatures: Array<{ thumbprint: string }> }>;
}

/** How authorities encrypt what they write. */
export interface Encryption {
	cipher?: string;
	compression?: 'none' | 'zip' | 'gzip';
	/** Instead of the subscriber's: DER in base64. */
	certificate?: string;
	/** Instead of the document, in base64. */
	content?: string;
}

export interface TelegramMessage {
	chat_id: string | number;
	text: string;
}

/** The sandbox of this jest worker, seen through its control address. */
export class Sandbox {
	constructor(readonly addresses: SandboxAddresses) {}

	async seed(): Promise<Seed> {
		return await this.get('/seed');
	}

	/** How often it was reset. */
	resets = 0;

	/** Back to the seed, with an empty log and no faults. */
	async reset(): Promise<void> {
		this.resets += 1;
		await this.post('/reset');
		await this.clearFaults();
		await this.clearRequests();
	}

	async requests(after = 0): Promise<RecordedRequest[]> {
		const { requests } = await this.get<{ requests: RecordedRequest[] }>(`/requests?after=${after}`);
		return requests;
	}

	/** The ids of the operations asked for, in order: short to assert on. */
	async operations(): Promise<string[]> {
		const requests = await this.requests();
		return requests.map(({ operation, method, path }) => operation ?? `${method} ${path}`);
	}

	async clearRequests(): Promise<void> {
		await axios.delete(`${this.addresses.control}/requests`);
	}

	async fault(fault: Fault): Promise<string> {
		const { id } = await this.post<{ id: string }>('/faults', fault);
		return id;
	}

	async clearFaults(): Promise<void> {
		await axios.delete(`${this.addresses.control}/faults`);
	}

	async clock(): Promise<{ now: string; speed: number }> {
		return await this.get('/clock');
	}

	async setClock(clock: { now?: string; speed?: number }): Promise<void> {
		await this.post('/clock', clock);
	}

	/** The service gives no more entries at once than this, until the next reset. */
	async setLargestPage(entries: number): Promise<void> {
		await this.post('/paging', { largestPage: entries });
	}

	/** How authorities encrypt from now on, until the next reset; what is left out is as usual. */
	async setEncryption(encryption: Encryption): Promise<void> {
		await this.post('/encryption', encryption);
	}

	/** Makes an authority begin an incoming docflow, such as `fss-sedo-demand`. `answers` is the docflow that a letter answers. */
	async beginDocflow(accountId: string, type: string, more: { subject?: string; answers?: string } = {}): Promise<string> {
		const { docflowId } = await this.post<{ docflowId: string }>('/incoming', { accountId, type, ...more });
		return docflowId;
	}

	/** Makes the other side of a docflow write a document of this type, without `urn:document:`; refused where the docflow does not take it. */
	async writeAnswer(docflowId: string, document: string, more: { outcome?: string; text?: string } = {}): Promise<void> {
		await this.post('/answers', { docflowId, document, ...more });
	}

	/** From now on raw signatures are taken in this byte order only, until the next reset. */
	async takeRaw(order: 'standard' | 'reversed'): Promise<void> {
		await this.post('/raw-signatures', { order });
	}

	async docflows(): Promise<{ total: number; docflows: SandboxDocflow[] }> {
		return await this.get('/docflows');
	}

	async telegramMessages(): Promise<TelegramMessage[]> {
		const { messages } = await this.get<{ messages: TelegramMessage[] }>('/telegram/messages');
		return messages;
	}

	async expireTokens(more: { sessions?: boolean } = {}): Promise<void> {
		await this.post('/tokens/expire', more);
	}

	/** Seconds that what is issued from now on lives. */
	async setLifetimes(seconds: Record<string, number>): Promise<void> {
		await axios.post(`${this.addresses.identity}/_sandbox/lifetimes`, seconds);
	}

	/** Makes the second use of a refresh token end everything that came from that sign-in, until the next reset. */
	async revokeOnReuse(): Promise<void> {
		await axios.post(`${this.addresses.identity}/_sandbox/refresh-reuse`, { revokes: true });
	}

	/** Whether CryptoPro DSS wants signatures confirmed, and how, until the next reset. */
	async setDssPolicy(policy: { signing?: boolean; decryption?: boolean; method?: 'push' | 'sms'; seconds?: number }): Promise<void> {
		await axios.post(`${this.addresses.dss}/_sandbox/policy`, policy);
	}

	/** Answers in the place of the owner of the key; tells how many questions there were. */
	async answerDss(action: 'confirm' | 'deny' | 'expire'): Promise<number> {
		const { data } = await axios.post<{ done: string[] }>(`${this.addresses.dss}/_sandbox/confirmations`, { action });
		return data.done.length;
	}

	/** What the next SMS of CryptoPro DSS will say. */
	async setDssCode(code: string): Promise<void> {
		await axios.post(`${this.addresses.dss}/_sandbox/next-code`, { code });
	}

	/** Every access token that CryptoPro DSS has issued since the reset. */
	async dssTokens(): Promise<string[]> {
		return (await axios.get<{ issued: string[] }>(`${this.addresses.dss}/_sandbox/tokens`)).data.issued;
	}

	async appendEvents(events: { count: number } & Record<string, unknown>): Promise<void> {
		await this.post('/events', events);
	}

	/**
	 * What the reference has against the traffic since the log was emptied. For `afterEach`:
	 * `expect(await sandbox.judgeTraffic()).toEqual([])`.
	 */
	async judgeTraffic(): Promise<string[]> {
		return (await this.requests()).flatMap(complaintsAbout);
	}

	private async get<T>(path: string): Promise<T> {
		return (await axios.get<T>(this.addresses.control + path)).data;
	}

	private async post<T>(path: string, body: unknown = {}): Promise<T> {
		return (await axios.post<T>(this.addresses.control + path, body)).data;
	}
}

/** The sandbox that jest's global set-up started for this worker. */
export function sandboxOfThisWorker(): Sandbox {
	const started = process.env.KONTUR_EXTERN_SANDBOXES;
	if (started === undefined) throw new Error('The sandbox is not built: build/sandbox/main.js is missing');
	const addresses: SandboxAddresses[] = JSON.parse(started);
	return new Sandbox(addresses[Number(process.env.JEST_WORKER_ID ?? 1) - 1]);
}
