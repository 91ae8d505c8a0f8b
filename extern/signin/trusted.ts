import { ExternError, inputError } from '../failure';
import { filled, needed, type FieldName } from './fields';
import { oneTimeToken } from './jwt';
import { application, APPLICATION, present, sessionFrom } from './openId';
import { PARTNER_KEY, partnerKey, signedByPartner } from './partner';
import { reasonOfRefusal, refused, withoutSession, wrongClock, type Meanings } from './refusal';
import { isSuccess, textOf, type SignInAnswer } from './send';
import { apiKeyOf, sessionCall, sidFrom } from './sessions';
import type { SignIn, Way } from './way';

/** Whom the partner vouches for; the phone links the user at the first sign-in. */
const WHOM: readonly FieldName[] = ['serviceUserId', 'phone'];

const OF_PROVIDER: Meanings = {
	invalid_grant: 'Kontur did not take the partner\'s word: the key is not the registered one, or the user is not linked yet; fill in Phone to link the user',
	unauthorized_client: 'no key of this partner is registered with Kontur, or the application is not allowed to sign in this way',
};

/** A partner vouches for its user with a token of its own making (auth.md §7.1). */
export const trusted: Way = {
	scheme: 'Bearer',
	fields: [...APPLICATION, ...PARTNER_KEY, ...WHOM],
	async enter(signIn) {
		const key = partnerKey(signIn);
		const sub = needed(signIn.fields.serviceUserId, 'User ID');
		const iss = application(signIn.fields).client_id;
		const vouch = async () => await present(signIn, { grant_type: 'trusted', token: oneTimeToken({ sub, iss }, key, signIn.now()) });
		const answer = await linkedIfNeeded(signIn, sub, vouch, (code) => code === 'invalid_grant');
		return sessionFrom(answer, signIn.now(), OF_PROVIDER);
	},
};

const OF_SERVICE: Meanings = {
	UserNotFound: 'the user is not known to Kontur under this User ID; fill in Phone to link the user',
	WrongKey: 'the partner\'s signature was not accepted: the key is not the registered one',
	UnknownCertificate: 'no certificate of this partner is registered with Kontur',
	UnknownError: 'the sign-in service did not take the partner\'s word; check the certificate, and the clock of this computer',
};

/** The same in the older generation, in two steps (auth.md §7.2). */
export const sessionByTrust: Way = {
	scheme: 'auth.sid',
	fields: ['apiKey', ...PARTNER_KEY, 'partnerPublicCertificate', ...WHOM, 'identifyBy', 'snils', 'thumbprint'],
	async enter(signIn) {
		const { send, now } = signIn;
		const apiKey = apiKeyOf(signIn);
		const serviceUserId = needed(signIn.fields.serviceUserId, 'User ID');
		const [known, id] = identification(signIn);
		const vouch = async () => {
			const timestamp = stampOf(now());
			const proof = signedByPartner(signIn, `apikey=${apiKey.toLowerCase()}\r\nid=${id}\r\ntimestamp=${timestamp}\r\n`);
			return await send(sessionCall(signIn, '/auth/v5.16/authenticate-by-truster', { apiKey, timestamp, serviceUserId, [known]: id }, proof));
		};
		const quest = await linkedIfNeeded(signIn, serviceUserId, vouch, (code) => code === 'UserNotFound');
		if (!isSuccess(quest)) throw refused(quest, OF_SERVICE, now());
		const key = textOf(quest.body, 'Key');
		if (!key) throw withoutSession();
		return sidFrom(await send(sessionCall(signIn, '/auth/v5.16/approve-truster', { key, id, apiKey })), now(), OF_SERVICE);
	},
};

const OF_LINKING: Meanings = {
	ForbiddenForTargetUser: 'an administrator cannot be linked by phone; ask Kontur\'s support to link this user',
	UserNotFound: 'Kontur knows no user with this phone',
	UserNotUniq: 'several users of Kontur have this phone; ask Kontur\'s support to link the right one',
	NotId: 'the User ID cannot be used',
	InvalidApiKey: 'this API key is not allowed to link users; ask Kontur for the permission',
};

/**
 * Kontur takes a partner's word only for users whom it was told about (auth.md §7.0). A refusal that
 * may come of that is answered by linking the user by phone, once, and vouching again.
 */
async function linkedIfNeeded(signIn: SignIn, serviceUserId: string, vouch: () => Promise<SignInAnswer>, mayBeUnlinked: (code: string | undefined) => boolean): Promise<SignInAnswer> {
	const first = await vouch();
	const phone = filled(signIn.fields.phone);
	const isRefusedForLink = mayBeUnlinked(textOf(first.body, 'error') ?? textOf(first.body, 'Code')) && !wrongClock(first.date, signIn.now());
	if (isSuccess(first) || phone === '' || !isRefusedForLink) return first;
	const call = sessionCall(signIn, '/auth/v5.16/register-external-service-id', { 'api-key': apiKeyOf(signIn), serviceUserId, phone: tenDigits(phone) });
	const link = await signIn.send({ ...call, method: 'PUT' });
	if (isSuccess(link)) return await vouch();
	const message = `the partner's word was not accepted, and the user could not be linked by phone: ${reasonOfRefusal(link, OF_LINKING)}`;
	throw new ExternError({ kind: 'signed-out', problem: { message } });
}

type Identification = readonly ['phone' | 'snils' | 'thumbprint', string];

/** By what the older service finds the user. */
function identification({ fields }: SignIn): Identification {
	switch (fields.identifyBy) {
		case 'snils':
			return ['snils', digitsOf(fields.snils, 'SNILS', /^\d{11}$/, 'eleven digits')];
		case 'thumbprint':
			return ['thumbprint', digitsOf(fields.thumbprint, 'Certificate Thumbprint', /^[\da-f]{40}$/i, '40 digits and letters from A to F')];
		default:
			return ['phone', tenDigits(fields.phone)];
	}
}

/** Without the country's +7 or 8 before it. */
function tenDigits(phone: unknown): string {
	return digitsOf(phone, 'Phone', /^(\+?7|8)?\d{10}$/, 'ten digits').slice(-10);
}

/** What people put between digits is left out; a digit too few would be somebody else's number. */
function digitsOf(value: unknown, label: string, shape: RegExp, wanted: string): string {
	const digits = needed(value, label).replace(/[\s\p{Cf}().:–-]/gu, '');
	if (shape.test(digits)) return digits;
	throw inputError(`${label} in the credential has to have ${wanted}`, undefined, label);
}

/** `dd.MM.yyyy HH:mm:ss`, GMT. */
function stampOf(now: number): string {
	const [date, time] = new Date(now).toISOString().slice(0, 19).split('T');
	return `${date.split('-').reverse().join('.')} ${time}`;
}
