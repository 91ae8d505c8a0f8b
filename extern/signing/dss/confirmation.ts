import { stop } from '../../failure';
import { notUnderstood } from './refusals';
import type { DssServer } from './server';
import { withoutSecrets } from './settings';

/** What the owner of the key was asked. */
export interface Question {
	/** By which his answer is looked for. */
	readonly refId: string;
	/** What he sees, e.g. "Введите код из SMS". */
	readonly label: string;
	/** Seconds that he has. */
	readonly expiresIn: number;
}

/** How a confirmation stands. */
export type Confirmation =
	| { readonly kind: 'waiting'; readonly question?: Question }
	/** The token fetches the signature, once. */
	| { readonly kind: 'confirmed'; readonly token: string };

/** Where a challenge does not say how long it is good; the vendor's samples show 300. */
const USUAL_SECONDS = 300;

/**
 * Asks the owner of the key to confirm a transaction. DSS sends him a push message or an SMS.
 * @throws ExternError `stopped` when DSS does not ask
 */
export async function askOwner(server: DssServer, transactionId: string): Promise<Confirmation> {
	const answer = await server.confirmation({ TransactionTokenId: transactionId }, { repeat: 'unsafe' });
	const confirmation = read(server, answer);
	if (confirmation.kind === 'waiting' && !confirmation.question) throw notUnderstood('the confirmation asks nothing');
	return confirmation;
}

/**
 * Looks what the owner has answered.
 * @param code what an SMS said, where a code is asked for
 * @throws ExternError `stopped` when he denied, was too late, or the code was wrong
 */
export async function lookForAnswer(server: DssServer, refId: string, code?: string): Promise<Confirmation> {
	const response = { RefId: refId, ...(code !== undefined && { Value: code }) };
	// A code counts when it is entered: entering it again might be one try too many.
	const answer = await server.confirmation({ ChallengeResponse: { TextChallengeResponse: [response] } }, { repeat: code === undefined ? 'safe' : 'unsafe', secrets: [code] });
	return read(server, answer, code);
}

/** Whether the question is answered with a code instead of a button; a QR code, which some label names too, is none of these. */
export function asksForCode({ label }: Pick<Question, 'label'>): boolean {
	return /sms|смс|одноразов/i.test(label);
}

function read(server: DssServer, answer: unknown, code?: string): Confirmation {
	const { IsFinal, IsError, ErrorDescription, AccessToken, Challenge }: Readonly<Record<string, unknown>> = { ...Object(answer) };
	if (IsError === true) throw refused(withoutSecrets(typeof ErrorDescription === 'string' ? ErrorDescription : '', server.settings, [code]), IsFinal === true, code);
	if (IsFinal !== true) return { kind: 'waiting', question: questionIn(Challenge) };
	if (typeof AccessToken !== 'string' || AccessToken === '') throw notUnderstood('the confirmation brought no token');
	return { kind: 'confirmed', token: AccessToken };
}

function questionIn(challenge: unknown): Question | undefined {
	const { Title, ContextData, TextChallenge }: Readonly<Record<string, unknown>> = { ...Object(challenge) };
	const { RefID }: Readonly<Record<string, unknown>> = { ...Object(ContextData) };
	const [first]: readonly unknown[] = Array.isArray(TextChallenge) ? TextChallenge : [];
	const { Label, ExpiresIn }: Readonly<Record<string, unknown>> = { ...Object(first) };
	if (typeof RefID !== 'string' || RefID === '') return undefined;
	const { Value: title }: Readonly<Record<string, unknown>> = { ...Object(Title) };
	const label = [Label, title, Title].find((text): text is string => typeof text === 'string' && text !== '');
	return { refId: RefID, label: label ?? 'Confirm the operation', expiresIn: typeof ExpiresIn === 'number' && ExpiresIn > 0 ? ExpiresIn : USUAL_SECONDS };
}

function refused(description: string, isFinal: boolean, code: string | undefined) {
	const told = description === '' ? '' : `: ${description}`;
	if (code !== undefined && !isFinal) return stop(`CryptoPro DSS did not accept the confirmation code${told}`, 'Type the code of the newest SMS and run this again. Too many wrong codes end the operation');
	if (/отклон|отказ|отмен|denied|reject|cancel/i.test(description)) return stop(`The owner of the key denied the signature${told}`, 'Nothing was signed. Ask the owner, then begin anew');
	if (/истек|истёк|expire|time/i.test(description)) return stop(`The signature was not confirmed in time${told}`, 'Nothing was signed. Begin anew, and tell the owner of the key that a confirmation is waiting');
	return stop(`CryptoPro DSS did not get the confirmation${told}`, 'Nothing was signed. Begin anew; the administrator of the DSS server knows how this user confirms');
}
