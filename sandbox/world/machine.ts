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

/** Who writes documents that we only receive: the authority, or the operator in our stead. */
const WRITTEN_BY_OTHERS: ReadonlySet<string> = new Set(['incoming-document', 'operator-document']);

/** What happens when a document of this type comes in; where it can mean several things, the outcome decides. */
export function onDocument(
	machine: Machine,
	status: Status,
	{ documentType, outcome }: { documentType: string; outcome?: SuccessState },
): Transition | undefined {
	return followed(machine).find(
		({ trigger, from, successState }) =>
			WRITTEN_BY_OTHERS.has(trigger.kind) &&
			trigger.documentType === documentType &&
			from.includes(status) &&
			(outcome === undefined || successState === outcome),
	);
}

/** What happens at the authority without a document that tells of it. */
export function onSilence(machine: Machine, status: Status): Transition | undefined {
	return followed(machine).find(({ trigger, from }) => trigger.kind === 'technical' && from.includes(status));
}

/** What happens when we ask for the documents of a docflow. */
export function onDocumentsRequest(machine: Machine, status: Status): Transition | undefined {
	return followed(machine).find(({ trigger, from }) => trigger.kind === 'documents-request' && from.includes(status));
}

/** The document by which the other side moves the docflow on, when nothing is wrong with it. */
export function favourableDocument(machine: Machine, status: Status): string | undefined {
	return followed(machine).find(
		({ trigger, from, successState }) =>
			trigger.kind === 'incoming-document' && trigger.documentType && from.includes(status) && successState !== 'failed',
	)?.trigger.documentType;
}

/** The replies that a document of this type asks for. */
export function repliesTo(machine: Machine, documentType: string): string[] {
	const initial = machine.initial.documents.find(({ type }) => type === documentType)?.replyTypes ?? [];
	const later = followed(machine).flatMap(({ trigger }) =>
		trigger.kind === 'reply' && trigger.replyType && trigger.inReplyTo?.includes(documentType) ? [trigger.replyType] : [],
	);
	return [...new Set([...initial, ...later])];
}

/** A reply, and the document that it answers. */
export interface ReplyCase {
	/** Without urn:document: */
	replyType: string;
	inReplyTo: string;
}

/** What happens when we send this reply; undefined when the reply is not known in this flow. */
export function onReply(machine: Machine, status: Status, reply: ReplyCase): Transition | undefined {
	const candidates = replyTransitions(machine, reply);
	const fitting = candidates.find(({ from }) => from.includes(status));
	if (fitting) return fitting;
	const [any] = candidates;
	// A reply sent late (the docflow went on without it) is taken and moves nothing.
	return any && { ...any, to: '(unchanged)', successState: undefined };
}

/**
 * What a reply does while others are open: whoever looks late finds two documents to answer, and the receipt of the
 * earlier one must not move the docflow past the one of the later, which then could not end it.
 */
export function besideOthers(machine: Machine, status: Status, transition: Transition, others: ReplyCase[]): Transition {
	const { to } = transition;
	if (to === '(unchanged)' || machine.terminalStatuses.includes(to)) return transition;
	const isLeftBehind = others.some((other) => moves(machine, status, other) && !moves(machine, to, other));
	return isLeftBehind ? { ...transition, to: '(unchanged)' } : transition;
}

/** Whether the docflow has come as far as this reply needs: a demand is accepted only after its receipt. */
export function isReplyDue(machine: Machine, status: Status, reply: ReplyCase): boolean {
	const place = (name: Status) => machine.statuses.indexOf(name);
	const transitions = replyTransitions(machine, reply);
	// A receipt for the operator's date confirmation moves nothing and can be sent at any time.
	return transitions.length === 0 || transitions.some(({ from }) => Math.min(...from.map(place)) <= place(status));
}

/** Whether sending one reply rules the other out: a demand is accepted or declined, not both. */
export function excludes(machine: Machine, sent: ReplyCase, other: ReplyCase): boolean {
	const others = replyTransitions(machine, other).filter(({ to }) => to !== '(unchanged)');
	return replyTransitions(machine, sent).some(({ from, to }) =>
		others.some((transition) => transition.to === to && transition.from.every((status) => from.includes(status))),
	);
}

function moves(machine: Machine, status: Status, reply: ReplyCase): boolean {
	const transition = onReply(machine, status, reply);
	return transition !== undefined && transition.to !== '(unchanged)';
}

function replyTransitions(machine: Machine, { replyType, inReplyTo }: ReplyCase): Transition[] {
	return followed(machine).filter(
		({ trigger }) =>
			trigger.kind === 'reply' && trigger.replyType === replyType && (trigger.inReplyTo?.includes(inReplyTo) ?? true),
	);
}

function followed(machine: Machine): Transition[] {
	return machine.transitions.filter(({ variant }) => variant === undefined || FOLLOWED_VARIANT.test(variant));
}
