import type { Extern, Outcome } from '../client';
import { isAtRest } from '../docflows';
import { docflowsList, openRepliesOf } from '../operations/docflows';
import type { InputOf } from '../operations/fields';
import type { docflowFilter } from '../operations/docflowFilter';
import { itemsOf } from '../paging';
import type { WireDocflow } from '../wire/docflow';
import { textOf } from '../wire/tolerant';
import { hiddenDocflowTypes } from './hiddenDocflowTypes';
import { repliesOf } from './replyPlaces';
import { settled } from './settled';

/** Which docflows are looked through for replies that are owed. */
export interface OwingSearch {
	readonly accountId: string;
	/** As the list of docflows knows it; without types the kinds that the list hides are looked through as well. */
	readonly filter: Omit<InputOf<typeof docflowFilter>, 'orderBy'>;
	/** Reads those as well that have come to rest, of which a list does not tell whether a reply is owed. */
	readonly finishedToo: boolean;
}

/** A docflow that owes something, or one that could not be read. */
export interface Owing {
	readonly docflowId: string;
	readonly read: Outcome<WireDocflow>;
	/** Docflows that are to be looked at after this one. */
	readonly left: number;
}

/** All that is remembered of a docflow of the list: of ten thousand there may be few kilobytes. */
type Candidate = Pick<WireDocflow, 'id' | 'type' | 'description'>;

const WAVE = 1000; // largest page of the list (http-behaviour §8)
const READ_AT_ONCE = 5;

/**
 * The docflows of an account that owe replies, each read with its documents. The whole list is read before the first
 * docflow is handed out: what is done to them must not move the list under the reader.
 * @throws ExternError when the list cannot be read
 */
export async function* owingDocflows(extern: Extern, search: OwingSearch): AsyncGenerator<Owing> {
	const candidates = await candidatesOf(extern, search);
	for (let at = 0; at < candidates.length; at += READ_AT_ONCE) {
		const some = candidates.slice(at, at + READ_AT_ONCE);
		const outcomes = await Promise.all(some.map(async (one) => await settled(repliesOf(extern, search.accountId, one).read)));
		for (const [index, read] of outcomes.entries()) {
			const owes = !read.ok || openRepliesOf(read.value).length > 0;
			if (owes) yield { docflowId: some[index].id, read, left: candidates.length - at - index - 1 };
		}
	}
}

async function candidatesOf(extern: Extern, { accountId, filter, finishedToo }: OwingSearch): Promise<Candidate[]> {
	const lists = filter.type && filter.type.length > 0 ? [filter.type] : [undefined, hiddenDocflowTypes()];
	const found = new Map<string, Candidate>();
	for (const type of lists) {
		for await (const wire of listed(extern, { accountId, ...filter, type })) {
			// Whether the list shows the links of its docflows is not documented: they count where they are there.
			const mayOwe = finishedToo || !isAtRest(wire.type, wire.status) || openRepliesOf(wire).length > 0;
			if (mayOwe && textOf(wire.id)) found.set(wire.id, candidateOf(wire));
		}
	}
	return [...found.values()];
}

function candidateOf({ id, type, description }: WireDocflow): Candidate {
	return { id, type, description: { 'related-docflow-id': description?.['related-docflow-id'], 'related-document-id': description?.['related-document-id'] } };
}

/**
 * A list of docflows, the oldest first, some perhaps twice. By creation none changes its place. By change they do: so each page
 * begins anew where the last one ended, and none is missed because another one has left its place before it.
 */
async function* listed(extern: Extern, filter: InputOf<typeof docflowsList.input>): AsyncGenerator<WireDocflow> {
	const ascending = { ...filter, orderBy: 'ascending' };
	let from = filter.updatedFrom;
	while (from) {
		let read = 0;
		let last: string | undefined;
		for await (const wire of itemsOf(extern, docflowsList, { ...ascending, updatedFrom: from }, WAVE)) {
			read += 1;
			last = momentOf(wire['last-change-date']);
			yield wire;
		}
		if (read < WAVE) return;
		// A whole page of one moment, or without moments, cannot be passed that way.
		if (!last || last <= from) break;
		from = last;
	}
	yield* itemsOf(extern, docflowsList, { ...ascending, updatedFrom: from });
}

function momentOf(stamp: string | undefined): string | undefined {
	const moment = new Date(textOf(stamp) ?? '');
	return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
