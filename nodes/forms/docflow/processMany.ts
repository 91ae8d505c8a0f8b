import { type AnsweredDocflow, answerMany, type ExternError, owedBy, owingDocflows, type OwingSearch, type WireDocflow } from '../../../extern';
import { docflows, optional, type Outline, summarise, text, texts, words } from '../../../extern/operations';
import { problemIn } from '../../run/present';
import type { Result, Step } from '../../run/step';
import { account, senderIp, signatureFields, signWith } from '../fields';
import { signingWarnings } from '../finding';
import type { Ask, Form } from '../form';
import { filterFields, moreFilters } from './filter';
import { answeringCalls, docflowInShort, inShort, inWords, owedReply, repliesNow } from './owedReplies';

const finishedToo: Ask = {
	displayName: 'Look at Finished Docflows',
	name: 'finishedToo',
	type: 'boolean',
	default: false,
	description: 'Whether to look at every docflow that has come to its end, too: a receipt may be owed there still. Choose Changed After as well, since each of them is read.',
};

const processed: Outline<never> = {
	...docflowInShort,
	...repliesNow,
	documentId: words('On a dry run: document that is to be answered'),
	type: words('On a dry run: kind of reply'),
	typeLabel: words('On a dry run: kind of reply in words'),
	replyTypes: texts('On a dry run: the same kind, as the operations for one reply take it'),
	problem: words('Why something is left undone here; the other docflows were gone on with'),
	warnings: signingWarnings,
};

/** Answers what all docflows of an account owe. */
export const processManyForm: Form = {
	resource: 'reply',
	operation: 'processMany',
	name: 'Process Replies of Many Docflows',
	action: 'Answer everything that many docflows owe',
	description: 'Answer every document that asks for a reply, in all docflows of an account or in those that you choose, until nothing is owed. What a person has to decide, such as accepting a demand, is left open.',
	fields: [account, ...filterFields.map(forAllKinds), signWith, signatureFields],
	more: [...moreFilters.filter(({ name }) => !['finished', 'orderBy'].includes(name)), finishedToo, senderIp],
	uses: [...answeringCalls, docflows.docflowsList.id],
	irreversible: true,
	signsRaw: true,
	output: processed,
	async run(step) {
		const { accountId, ...filter } = step.input(docflows.docflowsList.input);
		const search: OwingSearch = { accountId, filter, finishedToo: step.isOn('finishedToo') };
		const results: Result[] = [];
		if (step.isDryRun) {
			for await (const { docflowId, read } of owingDocflows(step.extern, search)) results.push(...(read.ok ? owed(step, accountId, read.value) : [unread(step, { accountId, docflowId }, read.error)]));
			return results;
		}
		const by = { signer: await step.signer(), senderIp: step.input({ senderIp: optional(text()) }).senderIp ?? '127.0.0.1' };
		for await (const one of answerMany(step.extern, search, by)) results.push(answered(step, accountId, one));
		return results;
	},
};

/** One item for each reply that is owed, since each is something to be done until a day. */
function owed(step: Step, accountId: string, docflow: WireDocflow): Result[] {
	return owedBy(docflow).map((reply) => {
		const told = summarise(owedReply, reply, step.view);
		const wouldDo = reply.needsDecision ? 'Nothing: a person has to decide' : `Send: ${String(told.typeLabel)}`;
		return step.result({ accountId, ...inShort(step, docflow), ...told, replyTypes: [reply.type], dryRun: true, wouldDo });
	});
}

function answered(step: Step, accountId: string, { docflowId, docflow, sent, open, failure, leftOut }: AnsweredDocflow): Result {
	const about = docflow ? inShort(step, docflow) : { docflowId };
	return step.result({ accountId, documentId: undefined, ...about, ...inWords(step, { sent, open }), problem: failure && problemOf(failure, leftOut) });
}

function unread(step: Step, ids: Record<string, unknown>, failure: ExternError): Result {
	return step.result({ ...ids, documentId: undefined, dryRun: true, wouldDo: 'Nothing: the docflow cannot be read', problem: problemOf(failure) });
}

function problemOf({ failure }: ExternError, leftOut?: number): string {
	const problem = problemIn(failure);
	return leftOut === undefined ? problem : `${problem}. It would be the same with the others: ${leftOut} docflows were not looked at`;
}

/** Types is worded by what it hides in a list; here nothing is hidden. */
function forAllKinds(ask: Ask): Ask {
	return ask.name === 'type' ? { ...ask, description: 'Only docflows of these kinds. Without a choice all kinds are looked through.' } : ask;
}
