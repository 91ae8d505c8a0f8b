import type { WireMadeDocflow, WireMadeDocflows } from '../wire/testTools';
import { choice, guid, integer, json, list, optional, text } from './fields';
import { accountIds } from './ids';
import { anyAnswer, jsonBody, object, operation, post } from './operation';
import { texts, words, type Outline } from './outline';
import { parties, payerOf, senderOf } from './testParties';

const SOURCE = 'test tools; extern-csharp-sdk, ExternTestTool';

const madeDocflow: Outline<WireMadeDocflow> = {
	accountId: words('Id of the account', (wire) => wire.accountId),
	docflowId: words('Id of the docflow that was made', (wire) => wire.docflowId ?? wire.id),
};

const inAccount = { ...accountIds, ...parties };

/** Lets the robot of a tax office send a demand. The names inside `contents` are inferred. */
export const testDemandGenerate = operation({
	id: 'test-tools-generate-demand',
	request: post('/test-tools/v1/generate-demand'),
	input: { ...inAccount, taxOffice: optional(choice([])), knds: optional(list(choice([]))), contentId: optional(guid('Account: Test Stand: Upload Content')), contentKnd: optional(choice([])) },
	payload: ({ accountId, taxOffice, knds, contentId, contentKnd, ...who }) =>
		jsonBody({ accountId, sender: senderOf(who), payer: payerOf(who), ifnsCode: taxOffice, knds, contents: contentId ? [{ contentId, knd: contentKnd }] : undefined }),
	answer: object<WireMadeDocflow>(),
	outline: madeDocflow,
	inferred: true,
	source: `demand; ${SOURCE}`,
});

/** Lets a tax office write a letter, which shows up about 20 minutes later. The text is sent under its newer name. */
export const testLetterGenerate = operation({
	id: 'test-tools-generate-cu-letter',
	request: post('/test-tools/v1/generate-cu-letter'),
	input: { ...inAccount, taxOffice: optional(choice([])), letter: optional(text()) },
	payload: ({ accountId, taxOffice, letter, ...who }) => jsonBody({ accountId, sender: senderOf(who), payer: payerOf(who), ifnsCode: taxOffice, textOfLetter: letter }),
	answer: object<WireMadeDocflow>(),
	outline: madeDocflow,
	inferred: true,
	source: SOURCE,
});

/** Files a report to a tax office and brings its docflow to a wanted status. */
export const testReportGenerate = operation({
	id: 'test-tools-generate-fns',
	request: post('/test-tools/v1/generate-fns'),
	input: { ...inAccount, taxOffice: optional(choice([])), state: choice([]) },
	payload: ({ accountId, taxOffice, state, ...who }) => jsonBody({ accountId, sender: senderOf(who), payer: payerOf(who), ifnsCode: taxOffice, state }),
	answer: object<WireMadeDocflow>(),
	outline: madeDocflow,
	inferred: true,
	source: SOURCE,
});

const madeDocflows: Outline<WireMadeDocflows> = {
	accountId: words('Id of the account', (wire) => wire.accountId),
	docflowIds: texts('Ids of the docflows that were made', (wire) => wire.docflowIds),
};

/** Files many reports at once. */
export const testReportsGenerate = operation({
	id: 'test-tools-generate-docflows-suite',
	request: post('/test-tools/v1/generate-docflows-suite'),
	input: { ...inAccount, docflowCount: integer() },
	payload: ({ accountId, docflowCount, ...who }) => jsonBody({ accountId, sender: senderOf(who), payer: payerOf(who), docflowCount }),
	answer: object<WireMadeDocflows>(),
	outline: madeDocflows,
	inferred: true,
	source: SOURCE,
});

/** Lets Rosstat write a letter. The docs name the method and not what it takes or answers. */
export const testStatLetterGenerate = operation({
	id: 'test-tools-generate-incoming-stat-letter',
	request: post('/test-tools/v1/generate-incoming-stat-letter'),
	input: { request: json() },
	payload: ({ request }) => jsonBody(request),
	answer: anyAnswer(),
	inferred: true,
	source: 'test tools',
});
