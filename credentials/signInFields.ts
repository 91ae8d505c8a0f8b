import type { INodeProperties } from 'n8n-workflow';
import { type FieldName, WAYS, type WayName } from '../extern/signin';

/** What the operator chooses from; the texts say what somebody needs to have been given. */
const CHOICES: ReadonlyArray<{ name: string; value: WayName; description: string }> = [
	{ name: 'Access Token', value: 'accessToken', description: 'A token that another program got; it is not renewed' },
	{ name: 'API Key', value: 'clientCredentials', description: 'Your application itself signs in; best for schedules' },
	{ name: 'Certificate', value: 'certificate', description: 'A user signs in with a certificate; test stand and sandbox only' },
	{ name: 'Device Code', value: 'deviceCode', description: 'A user signs in once in any browser; no redirect address is needed' },
	{ name: 'Login and Password', value: 'password', description: 'A user signs in; how the test stand is used' },
	{ name: 'Older auth.sid: Certificate', value: 'sessionByCertificate', description: 'For integrations built before 2020; test stand and sandbox only' },
	{ name: 'Older auth.sid: Login and Password', value: 'sessionByPassword', description: 'For integrations built before 2020' },
	{ name: 'Older auth.sid: Partner', value: 'sessionByTrust', description: 'For partner companies of Kontur whose integration was built before 2020' },
	{ name: 'Older auth.sid: Session ID', value: 'authSid', description: 'A session that another program got' },
	{ name: 'Partner', value: 'trusted', description: 'Your company vouches for its users with a key that Kontur knows' },
	{ name: 'Refresh Token', value: 'refreshToken', description: 'A user signed in elsewhere; the token renews itself from then on' },
];

const secret = { type: 'string', typeOptions: { password: true }, default: '' } as const;
const secretText = { type: 'string', typeOptions: { password: true, rows: 5 }, default: '' } as const;
const plain = { type: 'string', default: '' } as const;
const plainText = { type: 'string', typeOptions: { rows: 5 }, default: '' } as const;

type Question = Omit<INodeProperties, 'name'> & { name: FieldName };

/** The questions of all ways, in the order of the form. */
const QUESTIONS: readonly Question[] = [
	{ displayName: 'Client ID', name: 'clientId', ...plain, placeholder: 'e.g. my-company.reports', description: 'Name of your application, from Kontur\'s letter or the integrator\'s cabinet' },
	{ displayName: 'API Key', name: 'apiKey', ...secret, description: 'Key of your application; test stand and production have different ones' },
	{ displayName: 'Login', name: 'login', ...plain, placeholder: 'e.g. accountant@example.org', description: 'Of the user who signs in' },
	{ displayName: 'Password', name: 'password', ...secret },
	{ displayName: 'Access Token', name: 'accessToken', ...secret, description: 'With or without the word Bearer before it' },
	{ displayName: 'Refresh Token', name: 'refreshToken', ...secret, noDataExpression: true, description: 'Works once, so do not use it in another program. The next ones are kept in this credential.' },
	{ displayName: 'Session ID (auth.sid)', name: 'sessionSecret', ...secret },
	{ displayName: 'Session Refresh Token', name: 'sessionRefreshToken', ...secret, noDataExpression: true, description: 'Leave empty if you have none; the session is then not renewed' },
	{ displayName: 'Certificate', name: 'publicCertificate', ...plainText, placeholder: 'e.g. -----BEGIN CERTIFICATE-----', description: 'The certificate of the user, as PEM or base64' },
	{ displayName: 'Private Key', name: 'privateKey', ...secretText, placeholder: 'e.g. -----BEGIN PRIVATE KEY-----', description: 'The GOST key of the certificate: PKCS#8 text, without a password' },
	{ displayName: 'Skip Validity Check', name: 'skipValidityCheck', type: 'boolean', default: false, description: 'Whether Kontur should take a certificate that has expired or whose issuer it does not trust, as those of the test stand' },
	{ displayName: 'Partner Private Key', name: 'partnerPrivateKey', ...secretText, placeholder: 'e.g. -----BEGIN PRIVATE KEY-----', description: 'The RSA key of your company, whose public part or certificate was handed to Kontur' },
	{ displayName: 'Key Password', name: 'partnerKeyPassword', ...secret, description: 'Leave empty if the key has none' },
	{ displayName: 'Partner Certificate', name: 'partnerPublicCertificate', ...plainText, placeholder: 'e.g. -----BEGIN CERTIFICATE-----', description: 'The certificate of that key, as PEM or base64' },
	{ displayName: 'User ID', name: 'serviceUserId', ...plain, placeholder: 'e.g. 48213', description: 'The ID by which your own system knows the user. An expression may take it from the item; to test the credential, enter one by hand.' },
	{
		displayName: 'Find User By',
		name: 'identifyBy',
		type: 'options',
		options: [
			{ name: 'Certificate Thumbprint', value: 'thumbprint' },
			{ name: 'Phone', value: 'phone' },
			{ name: 'SNILS', value: 'snils' },
		],
		default: 'phone',
		description: 'What Kontur looks the user up by',
	},
	{ displayName: 'Phone', name: 'phone', ...plain, placeholder: 'e.g. 9001234567', description: 'Ten digits. Needed for the first sign-in of a user; without it ask Kontur\'s support to link the user.' },
	{ displayName: 'SNILS', name: 'snils', ...plain, placeholder: 'e.g. 112-233-445 95', displayOptions: { show: { identifyBy: ['snils'] } } },
	{ displayName: 'Certificate Thumbprint', name: 'thumbprint', ...plain, placeholder: 'e.g. 40 letters and digits', displayOptions: { show: { identifyBy: ['thumbprint'] } } },
	{ displayName: 'Scope', name: 'scope', ...plain, default: 'extern.api', description: 'Leave as it is, unless Kontur told you otherwise' },
];

/** The choice of how to sign in, and what each way asks for. */
export function signInFields(): INodeProperties[] {
	const choice: INodeProperties = { displayName: 'Sign In With', name: 'signIn', type: 'options', options: CHOICES.map((one) => ({ ...one })), default: 'clientCredentials' };
	return [choice, ...QUESTIONS.map((question) => ({ ...question, displayOptions: { show: { ...question.displayOptions?.show, signIn: waysThatAsk(question.name) } } }))];
}

function waysThatAsk(name: FieldName): WayName[] {
	return CHOICES.map(({ value }) => value).filter((way) => WAYS[way].fields.includes(name));
}
