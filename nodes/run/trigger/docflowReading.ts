import { type Extern, type Language } from '../../../extern';
import { docflows } from '../../../extern/operations';
import { problemIn } from '../present';

/** A docflow that an item is about. */
export interface DocflowName {
	readonly accountId: string;
	readonly docflowId: string;
}

/** What an item says of a docflow. */
export type DocflowFacts = Readonly<Record<string, unknown>>;

const READ_AT_ONCE = 10;

/** Each docflow once, a few at a time, as far as the time lasts; those that there was no time for are absent. */
export async function readDocflows(extern: Extern, names: readonly DocflowName[], { language, hasTime }: { language: Language; hasTime(): boolean }): Promise<ReadonlyMap<string, DocflowFacts>> {
	const wanted = [...new Map(names.map((name) => [keyOf(name), name])).entries()];
	const read = new Map<string, DocflowFacts>();
	for (let start = 0; start < wanted.length && hasTime(); start += READ_AT_ONCE) {
		const some = wanted.slice(start, start + READ_AT_ONCE);
		await Promise.all(some.map(async ([key, name]) => read.set(key, await readDocflow(extern, name, language))));
	}
	return read;
}

export function keyOf({ accountId, docflowId }: DocflowName): string {
	return `${accountId} ${docflowId}`;
}

/** That something happened is worth more than the docflow: when that cannot be read, the reason takes its place. */
async function readDocflow(extern: Extern, { accountId, docflowId }: DocflowName, language: Language): Promise<DocflowFacts> {
	const outcome = await extern.attempt(docflows.docflowGet, { accountId, docflowId });
	if (outcome.ok) return docflows.summariseDocflow(outcome.value, { language, now: extern.port.now() });
	return { docflowProblem: problemIn(outcome.error.failure) };
}
