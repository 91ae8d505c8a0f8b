import { ExternError, stop } from '../../failure';
import { base64Of } from '../certificates';
import { requireRecipient } from '../recipient';
import type { ServicePort } from '../services';
import type { Opener, SignatureShape, Signer, ToSign } from '../signer';
import { chosenKey, type DssKey } from './certificates';
import { checkedSignature } from './checking';
import { asksForCode, askOwner, lookForAnswer, type Question } from './confirmation';
import { documentOf, LARGEST_DOCUMENT, orderFor, type SignOrder, tooLarge, transactionOf } from './orders';
import { notUnderstood } from './refusals';
import { DssServer } from './server';
import type { DssSettings } from './settings';

/** A signature that waits for the owner of the key. Nothing in it is a secret. */
export interface DssTransaction {
	readonly transactionId: string;
	readonly refId: string;
	/** What the owner sees. */
	readonly question: string;
	/** ISO 8601, UTC. */
	readonly expiresAt: string;
}

/** What came of asking for a signature. */
export type Begun = { readonly kind: 'signed'; readonly signature: Uint8Array } | { readonly kind: 'waiting'; readonly transaction: DssTransaction };

/** How long a signer waits for the owner of the key. */
export interface DssPatience {
	/** Milliseconds for each document. */
	readonly patienceMs: number;
	/** Milliseconds between two looks, when not the usual ones. */
	readonly pollMs?: number;
}

/** Which operations there are is said here, since a signer does not know for whom he signs. */
const CODE_HINT =
	'Nobody can type a code while this node waits. Use Start Signing in DSS, and Finish Signing in DSS with the code: Sign: Draft has both for the files of a draft, Docflow has them for a Reply, an Inventory Reply and a Documents Request. Elsewhere let DSS confirm by a push message, or sign outside n8n and choose Ready Signature';

/** The vendor asks about every ten seconds; who has the telephone in his hand is seen sooner. */
const POLLS_MS = [2_000, 3_000, 5_000];
const USUAL_POLL_MS = 10_000;

/**
 * Opens a desk at a DSS server: signs in and chooses the key.
 * @throws ExternError `input`, `stopped` or `unavailable` in the operator's words
 */
export async function openDssDesk(port: ServicePort, settings: DssSettings): Promise<DssDesk> {
	const server = new DssServer(port, settings);
	return new DssDesk(server, await chosenKey(server));
}

/**
 * Opens envelopes with the key that a DSS server keeps.
 * @throws ExternError as {@link openDssDesk}; opening throws also `input` when an envelope is not for its certificate
 */
export async function dssOpener(port: ServicePort, settings: DssSettings): Promise<Opener> {
	return (await openDssDesk(port, settings)).opener();
}

/** One user's key at a DSS server (signing.md §1.1). */
export class DssDesk {
	private policy: Promise<ReadonlySet<string>> | undefined;

	constructor(
		private readonly server: DssServer,
		private readonly key: DssKey,
	) {}

	/** DER in base64. */
	get certificate(): string {
		return base64Of(this.key.certificate);
	}

	/** Signs, and waits where the owner of the key has to confirm. */
	signer(patience: DssPatience): Signer {
		return {
			certificate: this.certificate,
			requireSize: (fileName, size) => this.requireSize(fileName, size),
			sign: async (document, shape) => {
				const begun = await this.begin(document, shape);
				return begun.kind === 'signed' ? begun.signature : await this.wait(begun.transaction, document, shape, patience);
			},
		};
	}

	/** @throws ExternError `stopped` when a document of this size cannot be sent */
	requireSize(fileName: string, size: number): void {
		if (size > LARGEST_DOCUMENT) throw tooLarge(fileName);
	}

	/** Signs at once, or asks the owner of the key where the server's policy wants that. */
	async begin(document: ToSign, shape: SignatureShape): Promise<Begun> {
		const order = await orderFor(document, shape, this.key);
		if (!(await this.mustConfirm('SignDocument'))) return { kind: 'signed', signature: await this.checked(await this.signedAtOnce(order), document, shape) };
		const transactionId = await this.server.order('transactions', transactionOf(order), { repeat: 'unsafe' });
		if (typeof transactionId !== 'string' && typeof transactionId !== 'number') throw notUnderstood('the transaction has no number');
		const confirmation = await askOwner(this.server, String(transactionId));
		if (confirmation.kind === 'confirmed') return { kind: 'signed', signature: await this.checked(await this.signedAfter(confirmation.token), document, shape) };
		if (!confirmation.question) throw notUnderstood('the confirmation asks nothing');
		return { kind: 'waiting', transaction: this.transaction(String(transactionId), confirmation.question) };
	}

	/**
	 * The signature, once the owner has confirmed; undefined as long as he has not.
	 * @param code what an SMS said, where one is asked for
	 * @throws ExternError `stopped` when he denied, was too late, or the code was wrong
	 */
	async finish({ refId }: DssTransaction, document: ToSign, shape: SignatureShape, code?: string): Promise<Uint8Array | undefined> {
		const confirmation = await lookForAnswer(this.server, refId, code);
		if (confirmation.kind === 'waiting') return undefined;
		return await this.checked(await this.signedAfter(confirmation.token), document, shape);
	}

	/**
	 * Opens envelopes with the key at the server. The call is the one of the vendor's page "Конечная
	 * точка Documents" (dss.cryptopro.ru, rest/signserver/endpoints/documents, "Расшифрование
	 * документа"), its body as KriptoARM GOST sends it. It knows no confirmation.
	 */
	opener(): Opener {
		return { open: async (envelope) => await this.opened(envelope) };
	}

	private async opened(envelope: Uint8Array): Promise<Uint8Array> {
		if (await this.mustConfirm('DecryptDocument')) throw stop('CryptoPro DSS wants a confirmation for decrypting, which is not possible here', 'Ask the administrator of the DSS server to let this user decrypt without one, or decrypt elsewhere');
		if (envelope.length > LARGEST_DOCUMENT) throw stop(`The file is larger than ${LARGEST_DOCUMENT / 1024 / 1024} MB, too large for decrypting through CryptoPro DSS`, 'Decrypt it elsewhere, or use a signing service');
		requireRecipient(envelope, this.key.certificate, 'the key at CryptoPro DSS');
		const { pin } = this.server.settings;
		const body = { Content: Buffer.from(envelope).toString('base64'), Name: 'document.p7m', Decryption: { Type: 'CMS', CertificateId: this.key.id, PinCode: pin ?? '' } };
		return bytesOf(await this.server.order('documents/decrypt', body, { repeat: 'safe' }));
	}

	private async wait(transaction: DssTransaction, document: ToSign, shape: SignatureShape, { patienceMs, pollMs }: DssPatience): Promise<Uint8Array> {
		const { port } = this.server;
		const { question } = transaction;
		if (asksForCode({ label: question })) {
			throw stop(`CryptoPro DSS asks for a code to sign ${document.fileName}: ${question}`, CODE_HINT);
		}
		const started = port.now();
		const until = Math.min(started + patienceMs, Date.parse(transaction.expiresAt));
		for (let look = 0; port.now() < until; look += 1) {
			await port.pause(Math.min(pollMs ?? POLLS_MS[look] ?? USUAL_POLL_MS, until - port.now()));
			if (port.cancelled()) throw new ExternError({ kind: 'cancelled' });
			const signature = await this.finish(transaction, document, shape);
			if (signature) return signature;
		}
		const minutes = Math.max(1, Math.round((port.now() - started) / 60_000));
		throw stop(
			`The owner of the key did not confirm the signature of ${document.fileName} within ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
			`Nothing was signed. CryptoPro DSS showed: ${question}. Run this again, wait longer (DSS Confirmation in the options), or use Start Signing in DSS, which drafts, replies and documents requests have`,
		);
	}

	private async signedAtOnce(order: SignOrder): Promise<Uint8Array> {
		// A lost answer leaves nothing behind: the same document may be signed again.
		return bytesOf(await this.server.order('documents', documentOf(order, this.server.settings.pin), { repeat: 'safe' }));
	}

	private async signedAfter(token: string): Promise<Uint8Array> {
		const { pin } = this.server.settings;
		return bytesOf(await this.server.order('documents', pin === undefined ? {} : { Signature: { PinCode: pin } }, { repeat: 'unsafe', token }));
	}

	private async checked(given: Uint8Array, document: ToSign, shape: SignatureShape): Promise<Uint8Array> {
		return await checkedSignature(given, document, shape, this.key.certificate);
	}

	private transaction(transactionId: string, { refId, label, expiresIn }: Question): DssTransaction {
		return { transactionId, refId, question: label, expiresAt: new Date(this.server.port.now() + expiresIn * 1000).toISOString() };
	}

	private async mustConfirm(action: 'SignDocument' | 'DecryptDocument'): Promise<boolean> {
		this.policy ??= confirmedActions(this.server);
		return (await this.policy).has(action);
	}
}

/** The actions that the policy wants confirmed. */
async function confirmedActions(server: DssServer): Promise<ReadonlySet<string>> {
	const { ActionPolicy }: Readonly<Record<string, unknown>> = { ...Object(await server.read('policy')) };
	if (!Array.isArray(ActionPolicy)) throw notUnderstood('the policy names no actions');
	const actions = ActionPolicy.map((entry): Readonly<Record<string, unknown>> => ({ ...Object(entry) }));
	return new Set(actions.flatMap(({ Action, MfaRequired }) => (typeof Action === 'string' && MfaRequired === true ? [Action] : [])));
}

function bytesOf(answer: unknown): Uint8Array {
	const bytes = typeof answer === 'string' ? Buffer.from(answer, 'base64') : undefined;
	if (!bytes || bytes.length === 0) throw notUnderstood('it gave no bytes');
	return bytes;
}
