import type { WireMadeAccount, WireMadeCertificate, WirePartnerUser } from '../wire/testTools';
import { choice, json, optional, text } from './fields';
import { anyAnswer, get, jsonBody, object, operation, plainText, post } from './operation';
import { words, type Outline } from './outline';

const SOURCE = 'test tools; extern-csharp-sdk, ExternTestTool';

const person = { surname: optional(text()), firstName: optional(text()), patronymic: optional(text()) };
const company = { inn: optional(text()), kpp: optional(text()), organizationName: optional(text()), ...person };
const trader = { inn: optional(text()), organizationName: optional(text()), ...person };

const madeAccount: Outline<WireMadeAccount> = {
	accountId: words('Id of the account', (wire) => wire.accountId),
	organizationId: words('Id of its organization', (wire) => wire.organizationId),
	inn: words('INN', (wire) => wire.refinedRequest?.inn),
	kpp: words('KPP, absent for a sole trader', (wire) => wire.refinedRequest?.kpp),
	name: words('Name of the company or the sole trader', (wire) => wire.refinedRequest?.organizationName),
	login: words('Login of its user', (wire) => wire.portalLogin),
	thumbprint: words('Thumbprint of the certificate of its user', (wire) => wire.certificateInfo?.thumbprint),
	userId: words('Id of its user', (wire) => wire.userId),
	portalUserId: words('Id of its user at Kontur', (wire) => wire.portalUserId),
	abonentId: words('Id of the subscriber', (wire) => wire.abonId),
};

/** Opens an account for a company; what is not named is made up. */
export const testCompanyAccountCreate = operation({
	id: 'test-tools-create-account-org',
	request: post('/test-tools/v1/create-account-org'),
	input: company,
	payload: (named) => jsonBody({ ...named }),
	answer: object<WireMadeAccount>(),
	outline: madeAccount,
	irreversible: true,
	inferred: true,
	source: SOURCE,
});

/** Opens an account for a sole trader; what is not named is made up. */
export const testTraderAccountCreate = operation({
	id: 'test-tools-create-account-individual',
	request: post('/test-tools/v1/create-account-individual'),
	input: trader,
	payload: (named) => jsonBody({ ...named }),
	answer: object<WireMadeAccount>(),
	outline: madeAccount,
	irreversible: true,
	inferred: true,
	source: SOURCE,
});

const partnerUser: Outline<WirePartnerUser> = {
	phone: words('Telephone', (wire) => wire.phone),
	portalUserId: words('Id of the user at Kontur', (wire) => wire.portalUserId),
	inn: words('INN', (wire) => wire.inn),
	kpp: words('KPP, absent for a sole trader', (wire) => wire.kpp),
	organizationName: words('Name of the company or the sole trader', (wire) => wire.organizationName),
	surname: words('Surname', (wire) => wire.surname),
	firstName: words('First name', (wire) => wire.firstName),
	patronymic: words('Patronymic', (wire) => wire.patronymic),
};

/** Makes a user whom a partner may link by telephone. */
export const testPartnerUserCreate = operation({
	id: 'test-tools-create-test-user-for-trusted',
	request: post('/test-tools/v1/create-test-user-for-trusted'),
	input: { phone: text(), ...company },
	payload: (named) => jsonBody({ ...named }),
	answer: object<WirePartnerUser>(),
	outline: partnerUser,
	irreversible: true,
	inferred: true,
	source: SOURCE,
});

/** Makes a certificate with its key; what is not named is made up. */
export const testCertificateGenerate = operation({
	id: 'test-tools-generate-certificate',
	request: post('/test-tools/v1/generate-certificate'),
	input: { ...company, email: optional(text()), encoding: optional(choice([])) },
	payload: (named) => jsonBody({ ...named }),
	answer: object<WireMadeCertificate>(),
	inferred: true,
	source: SOURCE,
});

/** Opens an account for trying the return of the value added tax. The old docs name the method and not what it takes or answers. */
export const testVatAccountCreate = operation({
	id: 'test-tools-create-nds-account',
	request: post('/test-tools/v1/create-nds-account'),
	input: { request: json() },
	payload: ({ request }) => jsonBody(request),
	answer: anyAnswer(),
	irreversible: true,
	inferred: true,
	deprecated: true,
	source: 'test tools, old documentation',
});

/** The code that a person would get by SMS to confirm signing in the cloud. */
export const testConfirmationCodeGet = operation({
	id: 'test-tools-get-cloud-sign-confirmation-code',
	request: get('/test-tools/v1/get-cloud-sign-confirmation-code'),
	input: { requestId: text() },
	query: ({ requestId }) => ({ requestId }),
	answer: plainText(),
	inferred: true,
	deprecated: true,
	source: 'extern-java-sdk, TestApi',
});
