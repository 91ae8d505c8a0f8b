import type { Extern } from '../client';
import { ExternError, type ProblemLine } from '../failure';
import { builderDocumentsList } from '../operations/builderDocuments';
import { builderFilesList } from '../operations/builderFiles';
import { draftsBuilderBuild, draftsBuilderGet, draftsBuilderTaskGet } from '../operations/builders';
import { draftDocumentGet } from '../operations/draftDocuments';
import { documentsOf, draftGet, draftsList } from '../operations/drafts';
import { itemsOf } from '../paging';
import { awaitTask, startedOrJoined } from '../tasks';
import type { WireBuilder, WireBuilderDocumentError, WireBuiltDrafts } from '../wire/builder';
import type { WireDraft } from '../wire/draft';
import { membersOf, textOf } from '../wire/tolerant';

/** A drafts builder of an account. */
export interface BuilderRef {
	readonly accountId: string;
	readonly draftsBuilderId: string;
}

/** Drafts that came of a builder. */
export interface BuiltDrafts {
	readonly kind: 'built';
	/** Absent when an earlier run had built them. */
	readonly taskId?: string;
	readonly draftIds: readonly string[];
	/** Documents that are in none of the drafts, and why. */
	readonly lines: readonly ProblemLine[];
}

/** A builder, or undefined when there is none of this id. */
export async function findBuilder(extern: Extern, builder: BuilderRef): Promise<WireBuilder | undefined> {
	const outcome = await extern.attempt(draftsBuilderGet, builder);
	if (outcome.ok) return outcome.value;
	const { failure } = outcome.error;
	if (failure.kind === 'refused' && failure.status === 404) return undefined;
	throw outcome.error;
}

/**
 * Builds the drafts of a builder, which is possible once (scenarios g.4). A build that runs already is joined; a
 * builder that was built, perhaps by a run whose answer was lost, yields the drafts that came of it, and what they lack.
 * @param patienceMs how long to wait for the background task
 * @throws ExternError; `refused` when the task itself failed, `unknown-outcome` when it does not say what it made
 */
export async function buildDrafts(extern: Extern, builder: BuilderRef, patienceMs: number): Promise<BuiltDrafts | { readonly kind: 'waiting'; readonly taskId: string }> {
	const start = await extern.attempt(draftsBuilderBuild, builder);
	const before = start.ok ? [] : await builtBefore(extern, builder, start.error);
	if (before.length > 0) return { kind: 'built', draftIds: before, lines: await failedDocuments(extern, builder, await leftOut(extern, builder, before)) };
	const { task } = startedOrJoined<WireBuiltDrafts>(start, 'urn:task-type:draftBuilderBuild');
	const state = await awaitTask<WireBuiltDrafts>(extern, task, async (apiTaskId) => await extern.call(draftsBuilderTaskGet, { ...builder, apiTaskId }), patienceMs);
	if (state.kind === 'running') return { kind: 'waiting', taskId: state.taskId };
	if (state.kind === 'failed') throw new ExternError({ kind: 'refused', status: state.problem.status ?? 400, problem: state.problem }, draftsBuilderBuild.id);
	const { 'draft-ids': ids, 'error-drafts-builder-documents': errors } = state.result;
	// What cannot be read must not pass for no draft, or for fewer than there are.
	if (!Array.isArray(ids) || !ids.every((id) => textOf(id))) throw new ExternError({ kind: 'unknown-outcome', problem: { message: 'The result of the build cannot be read' } }, draftsBuilderBuild.id);
	return { kind: 'built', taskId: state.taskId, draftIds: ids, lines: await failedDocuments(extern, builder, errors) };
}

/** Documents of a builder that cannot be packed, one line each, with the names of their files: their ids tell an operator nothing. */
export async function failedDocuments(extern: Extern, builder: BuilderRef, errors: readonly WireBuilderDocumentError[] | undefined): Promise<ProblemLine[]> {
	const lines: ProblemLine[] = [];
	for (const error of membersOf(errors)) {
		const documentId = error['document-id'];
		const files = await extern.attempt(builderFilesList, { ...builder, documentId });
		const names = files.ok ? membersOf(files.value).map((file) => textOf(file.meta?.['file-name'])).filter(Boolean) : [];
		lines.push({ level: 'error', documentId, file: names.join(', ') || documentId, text: textOf(error['error-message']) ?? 'No reason was given' });
	}
	return lines;
}

/** Drafts that an earlier build made, when that is why this one was refused. */
async function builtBefore(extern: Extern, builder: BuilderRef, { failure }: ExternError): Promise<string[]> {
	if (failure.kind !== 'refused' && failure.kind !== 'locked') return [];
	const state = await extern.attempt(draftsBuilderGet, builder);
	if (!state.ok || state.value.status !== 'finished') return [];
	const found: string[] = [];
	for await (const draft of itemsOf(extern, draftsList, { accountId: builder.accountId })) {
		if (originOf(draft) === builder.draftsBuilderId) found.push(draft.id);
	}
	return found;
}

/**
 * Documents that an earlier build left out, now that its own list is lost: those that no draft says it comes from. A
 * second run must not take half an answer for the whole.
 */
async function leftOut(extern: Extern, builder: BuilderRef, draftIds: readonly string[]): Promise<WireBuilderDocumentError[]> {
	const packed = new Set<string>();
	for (const draftId of draftIds) {
		const draft = { accountId: builder.accountId, draftId };
		for (const documentId of documentsOf(await extern.call(draftGet, draft))) {
			const { description } = await extern.call(draftDocumentGet, { ...draft, documentId });
			const origin = textOf(description?.['original-drafts-builder']?.['document-id']);
			if (origin) packed.add(origin.toLowerCase());
		}
	}
	return membersOf(await extern.call(builderDocumentsList, builder))
		.filter(({ id }) => !packed.has(id.toLowerCase()))
		.map(({ id }) => ({ 'document-id': id, 'error-message': 'An earlier build left it out' }));
}

function originOf({ meta }: WireDraft): string | undefined {
	return textOf(meta?.['additional-info']?.['original-drafts-builder-id'])?.toLowerCase();
}
