import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Extern } from '../../../extern';
import type { Organizations } from './organizations';

/** What n8n keeps of a trigger between polls: plain JSON. */
export type Kept = Readonly<Record<string, unknown>>;

/** What a trigger watches. It keeps nothing in memory: what it has to remember is its state. */
export interface Source {
	/** The fields that say where to begin. When they change before anything was saved, the trigger begins anew. */
	readonly start: unknown;
	/**
	 * What is new since the state.
	 * @param kept the state as the last poll left it, or undefined when there was none
	 */
	poll(kept: Kept | undefined, turn: Turn): Promise<Polled>;
	/** Real items for trying a workflow out; no state is read or made. */
	sample(turn: Turn): Promise<INodeExecutionData[]>;
}

/** One poll. */
export interface Turn {
	readonly context: IPollFunctions;
	readonly extern: Extern;
	readonly organizations: Organizations;
	/** Whether what was handed over last has to come again: this process takes over, and the operator wants it. */
	readonly redeliver: boolean;
	/** How long before the last hand-over others are remembered as well, in milliseconds: as long as an execution takes. */
	readonly memoryMs: number;
	/** Most items to hand over. */
	readonly most: number;
	hasTime(): boolean;
}

/** What one poll came to. */
export interface Polled {
	readonly items: INodeExecutionData[];
	readonly next: Kept;
}
