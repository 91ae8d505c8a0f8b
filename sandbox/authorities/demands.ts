/** Tax demands: how an inspection sends them, and how far the answer to one has come. */

import { randomInt, randomUUID } from 'node:crypto';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';
import { demandFile, type DemandRequisites } from './demandFile';
import { begin, type Paper } from './exchange';
import { incomingDocflow, type Addressee } from './incoming';
import { authorityFile, authorityPaper, operatorPaper } from './papers';
import { titles } from './titles';
import { workingDaysAfter } from './workingDays';

export const DEMAND = 'urn:docflow:fns534-demand';
export const DEMAND_FILE = 'urn:document:fns534-demand-attachment';

/** Demands that want a substantive answer, sent as an inventory (enums: demand_kinds_answerable_by_inventory). */
const ANSWERED_BY_INVENTORY = new Set(['1165050', '1165013', '1152006', '1153007', '1125008']);
/** To confirm the receipt: 6 working days (demand.rst). */
const RECEIPT_TERM = 6;
const EXPLANATIONS = '1165050';
/** Working days to answer with explanations and with documents (articles 88 and 93 of the tax code). */
const EXPLANATIONS_TERM = 5;
const DOCUMENTS_TERM = 10;

export interface DemandedFile {
	knd: string;
	/** A ready PDF instead of one that the robot writes. */
	bytes?: Uint8Array;
}

/** The inspection sends a demand with one file per code. */
export function sendDemand(
	world: World,
	addressee: Addressee,
	{ authority, files }: { authority: string; files: DemandedFile[] },
): Docflow {
	const { inn, kpp } = addressee.organization;
	const payer = kpp ? `${inn}-${kpp}` : inn;
	const deadline = workingDaysAfter(world.clock.now(), RECEIPT_TERM);
	const docflow = incomingDocflow(world, addressee, {
		type: DEMAND,
		authority,
		description: {
			'attachments-count': files.length,
			'form-versions': files.map(({ knd }) => ({ knd })),
			'payer-inn': payer,
			cu: authority,
			'receipt-deadline-date': midnight(deadline),
			'reply-deadline-date': midnight(files.map(({ knd }) => replyDeadline(world, knd)).sort()[0] ?? deadline),
		},
	});
	const attachments = files.map((file) => attachmentOf(world, docflow, file));
	const head = (type: string) => ({ type, ...titles(type) });
	return begin(world, docflow, [
		...attachments,
		authorityPaper(world, docflow, head('fns534-demand-description')),
		authorityPaper(world, docflow, {
			...head('fns534-demand'),
			attachments: attachments.map(({ filename }) => filename),
			secret: true,
		}),
		operatorPaper(world, docflow, head('fns534-demand-date-confirmation')),
	]);
}

/** What a demand says about its answers, read from what was sent so far. */
export function demandStanding(world: World, docflow: Docflow): Record<string, unknown> {
	const sent = (end: string) => docflow.documents.find(({ type }) => type.endsWith(`fns534-demand-${end}`));
	const positive = sent('acceptance-result-positive');
	const negative = sent('acceptance-result-negative');
	const confirmed = docflow.status === 'finished' ? '-by-cu' : '';
	const receipt = positive ? `accepted${confirmed}` : negative ? `rejected${confirmed}` : 'waiting';
	const answered = positive ?? negative;
	return {
		'receipt-status': receipt,
		'receipt-date': answered ? midnight(dayOf(answered.sentAt)) : undefined,
		'replies-status': repliesStatus(world, docflow),
	};
}

function repliesStatus(world: World, { id, accountId, description }: Docflow): string {
	const wanted = kndsOf(description).filter((knd) => ANSWERED_BY_INVENTORY.has(knd)).length;
	if (wanted === 0) return 'not-required';
	const inventories = world.docflows.of(accountId).filter(({ related }) => related?.docflowId === id);
	if (inventories.length === 0) return 'not-sent';
	const accepted = inventories
		.filter(({ successState }) => successState === 'successful')
		.map(({ related }) => related?.documentId);
	if (new Set(accepted).size >= wanted) return 'accepted';
	return inventories.every(({ successState }) => successState === 'failed') ? 'declined' : 'in-progress';
}

function attachmentOf(world: World, docflow: Docflow, { knd, bytes }: DemandedFile): Paper {
	const { payer, authority } = docflow;
	const date = dayOf(world.clock.now());
	const written: DemandRequisites = {
		number: `${randomInt(10, 99)}-${randomInt(10, 99)}/${randomInt(10_000, 99_999)}`,
		knd,
		date,
		receiptDeadline: workingDaysAfter(world.clock.now(), RECEIPT_TERM),
		replyDeadline: replyDeadline(world, knd),
		inns: [payer.inn],
	};
	return authorityFile(world, docflow, {
		type: DEMAND_FILE,
		filename: `${knd}_${payer.inn}${payer.kpp ?? ''}_${authority}_${date.replaceAll('-', '')}_${randomUUID()}.pdf`,
		contentType: 'application/pdf',
		bytes: bytes ?? demandFile(written),
		secret: true,
	});
}

function replyDeadline(world: World, knd: string): string {
	return workingDaysAfter(world.clock.now(), knd === EXPLANATIONS ? EXPLANATIONS_TERM : DOCUMENTS_TERM);
}

function kndsOf({ 'form-versions': versions }: Record<string, unknown>): string[] {
	return Array.isArray(versions) ? versions.flatMap(({ knd }: { knd?: string }) => knd ?? []) : [];
}

function dayOf(moment: Date): string {
	return moment.toISOString().slice(0, 10);
}

/** Days stand in descriptions as midnight without a zone. */
function midnight(day: string): string {
	return `${day}T00:00:00.0000000`;
}
