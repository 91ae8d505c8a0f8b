/** The event feed: one append-only log per subscriber, addressed by byte offsets. */

import type { Directory } from '../directory';

export interface FeedEvent {
	accountId: string;
	docflowId: string;
	/** urn:docflow:… */
	docflowType: string;
	/** urn:transaction:… */
	newState: string;
	at: Date;
	inn: string;
	kpp?: string;
	knd?: string;
	okud?: string;
	related?: { docflowId: string; documentId: string };
}

export interface EventsFilter {
	'docflow-types'?: string[] | null;
	'document-forms'?: Array<{ knd?: string | null; okud?: string | null }> | null;
}

export interface Publisher {
	id: string;
	userId: string;
	subscriber: string;
	filter?: EventsFilter;
	since: Date;
}

export interface PlacedEvent {
	/** `hexOffset_hexLength` */
	id: string;
	event: FeedEvent;
}

interface Entry {
	offset: number;
	length: number;
	event: FeedEvent;
}

/** `hexOffset_hexLength`: reading goes on at offset + length. */
const CURSOR = /^([0-9a-f]{1,12})_([0-9a-f]{1,12})$/i;

export class Feed {
	#logs = new Map<string, Entry[]>();
	#publishers = new Map<string, Publisher>();
	#allowed = new Set<string>();

	constructor(private readonly directory: Directory) {}

	/** The right to read a feed, which Kontur gives to an integrator on request. */
	allow(clientId: string): void {
		this.#allowed.add(clientId);
	}

	isAllowed(clientId: string): boolean {
		return this.#allowed.has(clientId);
	}

	/** A user shares the events of all accounts he works in; sharing again replaces the filter. */
	share(publisher: Publisher): void {
		for (const other of this.#publishers.values()) {
			if (other.userId === publisher.userId && other.subscriber === publisher.subscriber) this.#publishers.delete(other.id);
		}
		this.#publishers.set(publisher.id, publisher);
	}

	publishersOf(subscriber: string): Publisher[] {
		return [...this.#publishers.values()].filter((publisher) => publisher.subscriber === subscriber);
	}

	/** False when this subscriber has no such publisher. */
	unshare(subscriber: string, publisherId: string): boolean {
		const publisher = this.#publishers.get(publisherId.toLowerCase());
		return publisher?.subscriber === subscriber && this.#publishers.delete(publisher.id);
	}

	/** Appends the event to the log of everybody it is shared with. */
	append(event: FeedEvent): void {
		const subscribers = new Set(
			[...this.#publishers.values()].filter((publisher) => this.#covers(publisher, event)).map(({ subscriber }) => subscriber),
		);
		for (const subscriber of subscribers) this.appendFor(subscriber, event);
	}

	appendFor(subscriber: string, event: FeedEvent): void {
		const log = this.#log(subscriber);
		const last = log.at(-1);
		log.push({ offset: last ? last.offset + last.length : 0, length: JSON.stringify(event).length, event });
	}

	/** Undefined when the text is no cursor. */
	static position(cursor: string): number | undefined {
		const match = CURSOR.exec(cursor);
		return match?.[1] && match[2] ? parseInt(match[1], 16) + parseInt(match[2], 16) : undefined;
	}

	/** Events from a position on, in the order in which they happened. */
	read(subscriber: string, position: number, take: number): PlacedEvent[] {
		const log = this.#log(subscriber);
		const start = firstAtOrAfter(log, position);
		return log.slice(start, start + take).map(placed);
	}

	/** The last events, newest first. */
	latest(subscriber: string, count: number): PlacedEvent[] {
		return this.#log(subscriber).slice(-count).reverse().map(placed);
	}

	size(subscriber: string): number {
		return this.#log(subscriber).length;
	}

	clear(): void {
		this.#logs.clear();
		this.#publishers.clear();
		this.#allowed.clear();
	}

	#log(subscriber: string): Entry[] {
		const log = this.#logs.get(subscriber) ?? [];
		this.#logs.set(subscriber, log);
		return log;
	}

	#covers({ userId, filter }: Publisher, event: FeedEvent): boolean {
		const member = this.directory.user(userId)?.accounts.some(({ accountId }) => accountId === event.accountId) ?? false;
		const types = filter?.['docflow-types'];
		const forms = filter?.['document-forms'];
		return (
			member &&
			(!types?.length || types.includes(event.docflowType)) &&
			(!forms?.length || forms.some(({ knd, okud }) => (knd ? knd === event.knd : okud ? okud === event.okud : false)))
		);
	}
}

function placed({ offset, length, event }: Entry): PlacedEvent {
	return { id: `${offset.toString(16)}_${length.toString(16)}`, event };
}

function firstAtOrAfter(log: Entry[], position: number): number {
	let [low, high] = [0, log.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((log[middle]?.offset ?? 0) < position) low = middle + 1;
		else high = middle;
	}
	return low;
}
