import type { Extern } from '../client';
import { ExternError, type ProblemLine } from '../failure';
import { builderFilesList } from '../operations/builderFiles';
import { draftsBuilderBuild, draftsBuilderGet, draftsBuilderTaskGet } from '../operations/builders';
import { draftsList } from '../operations/drafts';
import { itemsOf } from '../paging';
import { awaitTask, startedOrJoined } from '../tasks';
import type { WireBuilderDocumentError, WireBuiltDrafts } from '../wire/builder';
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
	/** Documents that are in none of the drafts, and why. An earlier run's are not known any more. */
	readonly lines: readonly ProblemLine[];
}

/**
 * Builds the drafts of a builder, which is possible once (scenarios g.4). A build that runs already is joined; a
 * builder that was built, perhaps by a run whose answer was lost, yields the drafts that came of it.
 * @param patienceMs how long to wait for the background task
 * @throws ExternError; `refused` when the task itself failed, `unknown-outcome` when it does not say what it made
 */
export async function buildDrafts(extern: Extern, builder: BuilderRef, patienceMs: number): Promise<BuiltDrafts | { readonly kind: 'waiting'; readonly taskId: string }> {
	const start = await extern.attempt(draftsBuilderBuild, builder);
	const before = start.ok ? [] : await builtBefore(extern, builder, start.error);
	if (before.length > 0) return { kind: 'built', draftIds: before, lines: [] };
	const { task } = startedOrJoined<WireBuiltDrafts>(start, 'urn:task-type:draftBuilderBuild');
	const state = await awaitTask<WireBuiltDrafts>(extern, task, async (apiTaskId) => await extern.call(draftsBuilderTaskGet, { ...builder, apiTaskId }), patienceMs);
	if (state.kind === 'running') return { kind: 'waiting', taskId: state.taskId };
	if (state.kind === 'failed') throw new ExternError({ kind: 'refused', status: state.problem.status ?? 400, problem: state.problem }, draftsBuilderBuild.id);
	const { 'draft-ids': ids, 'error-drafts-builder-documents': errors } = state.result;
	if (!Array.isArray(ids)) throw new ExternError({ kind: 'unknown-outcome', problem: { message: 'The result of the build cannot be read' } }, draftsBuilderBuild.id);
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

function originOf({ meta }: WireDraft): string | undefined {
	return textOf(meta?.['additional-info']?.['original-drafts-builder-id'])?.toLowerCase();
}
