/** The shape of state-machines.json: how docflows of one type move. */

export type Status =
	| 'sent'
	| 'delivered'
	| 'response-arrived'
	| 'response-processed'
	| 'finished'
	| 'received'
	| 'arrived'
	| 'processed';
export type SuccessState = 'neutral' | 'successful' | 'failed' | 'warning';
export type SignatureKind = 'cms-detached' | 'raw over data-to-sign' | 'none';

export interface InitialDocument {
	type: string;
	by: 'subscriber' | 'operator' | 'authority';
	optional?: boolean;
	replyTypes?: string[];
}

export interface Transition {
	from: Status[];
	to: Status | '(unchanged)';
	trigger: {
		kind: string;
		documentType?: string;
		replyType?: string;
		inReplyTo?: string[];
		signature?: SignatureKind;
	};
	successState?: SuccessState;
	eventState?: string;
	variant?: string;
}

export interface Machine {
	docflowType: string;
	direction: 'incoming' | 'outgoing';
	statuses: Status[];
	initial: { status: Status; successState: SuccessState; documents: InitialDocument[]; eventState?: string };
	terminalStatuses: Status[];
	transitions: Transition[];
}

/** Where the sources disagree, the sandbox follows the first reading: a refusal waits for our receipt. */
const FOLLOWED_VARIANT = /^A/;

/** What happens when the authority's document of this type comes in. */
export function onDocument(machine: Machine, status: Status, documentType: string): Transition | undefined {
	return followed(machine).find(
		({ trigger, from }) => trigger.kind === 'incoming-document' && trigger.documentType === documentType && from.includes(status),
	);
}

/** The replies that a document of this type asks for. */
export function repliesTo(machine: Machine, documentType: string): string[] {
	const initial = machine.initial.documents.find(({ type }) => type === documentType)?.replyTypes ?? [];
	const later = followed(machine).flatMap(({ trigger }) =>
		trigger.kind === 'reply' && trigger.replyType && trigger.inReplyTo?.includes(documentType) ? [trigger.replyType] : [],
	);
	return [...new Set([...initial, ...later])];
}

/** What happens when we send this reply; undefined when the reply is not known in this flow. */
export function onReply(
	machine: Machine,
	status: Status,
	reply: { replyType: string; inReplyTo: string },
): Transition | undefined {
	const candidates = followed(machine).filter(
		({ trigger }) =>
			trigger.kind === 'reply' && trigger.replyType === reply.replyType && (trigger.inReplyTo?.includes(reply.inReplyTo) ?? true),
	);
	const fitting = candidates.find(({ from }) => from.includes(status));
	if (fitting) return fitting;
	const [any] = candidates;
	// A reply sent late (the docflow went on without it) is taken and moves nothing.
	return any && { ...any, to: '(unchanged)', successState: undefined };
}

function followed(machine: Machine): Transition[] {
	return machine.transitions.filter(({ variant }) => variant === undefined || FOLLOWED_VARIANT.test(variant));
}
