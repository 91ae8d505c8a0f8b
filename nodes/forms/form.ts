import type { INodeProperties } from 'n8n-workflow';
import type { Outline } from '../../extern/operations';
import type { Result, Step } from '../run/step';

/** The six action nodes. */
export type NodeName = 'upload' | 'draft' | 'sign' | 'send' | 'docflow' | 'account';

/** One field of a form, without the display options that placing it on a form adds. */
export type Ask = Omit<INodeProperties, 'displayOptions'> & {
	/** Shown only while another field of the same form has one of these values. */
	readonly when?: Readonly<Record<string, ReadonlyArray<string | boolean>>>;
};

/** The face of one operation. Labels live only here. */
export interface Form {
	readonly resource: string;
	readonly operation: string;
	/** What the operator picks, e.g. "Get Many". */
	readonly name: string;
	/** The sentence in the node panel, e.g. "Get many drafts". */
	readonly action: string;
	readonly description: string;
	readonly fields: readonly Ask[];
	/** Rarely used fields, behind "Additional Fields". */
	readonly more?: readonly Ask[];
	/** Catalogue operations that it calls, the main one first. */
	readonly uses: readonly string[];
	/** Cannot be undone: gets Dry Run, and an AI agent needs leave. */
	readonly irreversible?: boolean;
	/** Simplified output; absent when the output has no fixed shape. */
	readonly output?: Outline<never>;
	/** Whether Simplify is offered. */
	readonly simplifies?: boolean;
	/** An operation that Kontur has replaced: offered only after Show Legacy Operations. */
	readonly legacy?: boolean;
	/** Whether what it signs may want a raw signature: gets Raw Signature Byte Order. */
	readonly signsRaw?: boolean;
	/** Works on this machine only: the node asks for no credential to sign in with. */
	readonly offline?: boolean;
	/** Whether it waits for a background task of the service. */
	readonly waits?: boolean;
	run(step: Step): Promise<Result[]>;
	/** Takes all items together instead, for what makes one thing of them, such as an archive with one index. */
	runTogether?(steps: readonly Step[]): Promise<Result[]>;
}

/** A resource of a node. */
export interface Resource {
	readonly name: string;
	readonly value: string;
}
