import { jsonParse } from 'n8n-workflow';
import { inputError, type WaitingSignature } from '../../extern';
import { type Outline, words } from '../../extern/operations';
import type { Ask } from './form';

/** What CryptoPro DSS waits for, as an output tells it. */
export const waitingSignature: Outline<never> = {
	fileName: words('Name of the file'),
	transactionId: words('Number of the operation at CryptoPro DSS'),
	refId: words('Number of the question to the owner of the key'),
	question: words('What the owner of the key sees'),
	expiresAt: words('Until when it can be confirmed'),
};

/** What the first step asked for. */
export const transactions: Ask = {
	displayName: 'Transactions',
	name: 'transactions',
	type: 'json',
	required: true,
	default: '={{ $json.transactions }}',
	description: 'What is waited for. Comes from Start Signing in DSS, or from this operation while it waits.',
};

/** What a person types. */
export const dssCode: Ask = {
	displayName: 'Confirmation Code',
	name: 'confirmationCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. 123456',
	description: 'The code of the SMS, where CryptoPro DSS asks for one, for example from a form that the workflow waits for',
};

/**
 * What an item says is waited for; it may have gone through other nodes since. An empty list is one too: all was signed at once.
 * @param read makes one of a member; `text` gives those of its members that are never empty
 */
export function waitingIn<T>(value: unknown, read: (signature: WaitingSignature, text: (name: string) => string) => T): T[] {
	const list = typeof value === 'string' ? jsonParse<unknown>(value, { fallbackValue: undefined }) : value;
	if (!Array.isArray(list)) throw notOfTheFirstStep();
	return list.map((entry) => {
		const members: Readonly<Record<string, unknown>> = { ...Object(entry) };
		const text = (name: string) => {
			const member = members[name];
			if (typeof member !== 'string' || member === '') throw notOfTheFirstStep();
			return member;
		};
		return read({ fileName: text('fileName'), transactionId: text('transactionId'), refId: text('refId'), question: text('question'), expiresAt: text('expiresAt') }, text);
	});
}

/** The error for whatever the first step did not give. */
export function notOfTheFirstStep() {
	return inputError('transactions is not what Start Signing in DSS gave', 'Connect this node to Start Signing in DSS, or choose its output by an expression such as {{ $("Start").item.json.transactions }}', 'transactions');
}
