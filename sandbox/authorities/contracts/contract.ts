/** Contracts: JSON that the service turns into a document of a draft. */

import type { Draft } from '../../world/drafts';
import type { World } from '../../world/world';

export interface ContractDocument {
	/** urn:document:… */
	type: string;
	name: string;
	bytes: Uint8Array;
	/** What is known about the docflow that it will start. */
	describes?: Record<string, unknown>;
}

/** Reads the contract by a definition of the reference; refuses what does not fit. */
export type ContractReader = <T>(definition: string) => T;

export interface ContractRequest {
	draft: Draft;
	read: ContractReader;
}

/** The document, or in words why there can be none. */
export type ContractKind = (world: World, request: ContractRequest) => ContractDocument | string;
