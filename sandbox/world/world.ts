/** Everything that exists in the simulated world, on both sides of the API. */

import type { Clock } from '../clock';
import type { Directory } from '../directory';
import type { Tokens } from '../identity/tokens';
import type { Reference } from '../reference';
import type { Pki } from '../seed/pki';
import { Accounts } from './accounts';
import { Builders } from './builders';
import { Confirmations } from './confirmations';
import { Contents } from './contents';
import { Docflows } from './docflows';
import { Drafts } from './drafts';
import { usualEncryption, type Encryption } from './encryption';
import { Feed } from './feed';
import type { Machine } from './machine';
import { Tasks } from './tasks';

/** s‖r highest byte first, as in CMS, or all of it backwards, as CryptoAPI gives it. */
export type RawOrder = 'standard' | 'reversed';

export interface WorldParts {
	clock: Clock;
	directory: Directory;
	tokens: Tokens;
	reference: Reference;
	pki: Pki;
	taskDuration: number;
}

export class World {
	readonly clock: Clock;
	readonly directory: Directory;
	readonly tokens: Tokens;
	readonly pki: Pki;
	readonly accounts = new Accounts();
	readonly contents: Contents;
	readonly drafts = new Drafts();
	readonly builders = new Builders();
	readonly tasks: Tasks;
	readonly confirmations: Confirmations;
	readonly docflows = new Docflows();
	readonly feed: Feed;
	/** Most entries of a list that one answer holds. */
	largestPage = Number.POSITIVE_INFINITY;
	/** In which order raw signatures are taken; the vendor does not tell which. */
	rawOrder: RawOrder = 'standard';
	encryption: Encryption = usualEncryption;
	/** Where the API listens; hrefs begin with it. Known once it listens. */
	origin = '';
	#machines: Map<string, Machine>;

	constructor({ clock, directory, tokens, reference, pki, taskDuration }: WorldParts) {
		this.clock = clock;
		this.directory = directory;
		this.tokens = tokens;
		this.pki = pki;
		this.contents = new Contents(() => clock.now());
		this.tasks = new Tasks(clock, taskDuration);
		this.confirmations = new Confirmations(clock, this.tasks);
		this.feed = new Feed(directory);
		this.#machines = new Map(reference.machines.map((machine) => [machine.docflowType, machine]));
	}

	machine(docflowType: string): Machine | undefined {
		return this.#machines.get(docflowType);
	}

	/** The machine of the flow that a document of this type starts when a subscriber sends it. */
	machineStartedBy(documentType: string): Machine | undefined {
		return [...this.#machines.values()].find(({ initial }) => {
			const ours = initial.documents.filter(({ by }) => by === 'subscriber');
			const demanded = ours.filter(({ optional }) => !optional);
			// A subscription is begun by one of several requests, none of which must be there.
			return (demanded.length > 0 ? demanded : ours).some(({ type }) => type === documentType);
		});
	}

	href(path: string): string {
		return `${this.origin}/v1${path}`;
	}

	/** Empties the world; the seed fills it again. */
	clear(): void {
		this.largestPage = Number.POSITIVE_INFINITY;
		this.rawOrder = 'standard';
		this.encryption = usualEncryption;
		this.clock.reset();
		this.tasks.clear();
		this.confirmations.clear();
		this.drafts.clear();
		this.builders.clear();
		this.docflows.clear();
		this.feed.clear();
		this.contents.clear();
		this.accounts.clear();
		this.directory.clear();
		this.tokens.reset();
	}
}
