/** Reports that are filed and answered at once, up to a wanted status: nobody waits for a robot. */

import { encode } from 'iconv-lite';
import { randomUUID } from 'node:crypto';
import { signDetached, streebog, type Certificate } from '../../gost';
import { samples } from '../samples/forms';
import { taxReport } from '../samples/taxReport';
import type { Signer } from '../seed/pki';
import type { Account, Organization } from '../world/accounts';
import type { Docflow, DocflowDocument } from '../world/docflows';
import type { Draft } from '../world/drafts';
import { onDocument, onReply, repliesTo, type Status, type Transition } from '../world/machine';
import type { World } from '../world/world';
import { answer, dueReplies } from './exchange';
import { dispatch } from './filing';
import { xmlOf } from './papers';
import { prepare } from './preparation';
import { readReportFile } from './reportFile';
import { robotAnswers, scriptOf, type Step } from './robots';
import { titles } from './titles';

export interface StagedReport {
	account: Account;
	organization: Organization;
	sender: { inn: string; kpp?: string };
	certificate: Certificate;
	userId: string | null;
	office: string;
	wanted: Status;
}

const REPORT = 'urn:docflow:fns534-report';
/** How an office without a robot of its own answers. */
const ACCEPTING_ROBOT = '0087';

/** The statuses that a report to this office goes through, each named once. */
export function stagesOf(world: World, office: string): Status[] {
	const machine = world.machine(REPORT);
	if (!machine) return [];
	const stages: Status[] = [machine.initial.status];
	const follow = (transition: Transition | undefined) => {
		if (transition && transition.to !== '(unchanged)') stages.push(transition.to);
	};
	const here = () => stages.at(-1) ?? machine.initial.status;
	for (const { brings, outcome } of stepsOf(office)) {
		if (!brings) continue;
		const inReplyTo = `urn:document:${brings}`;
		follow(onDocument(machine, here(), { documentType: inReplyTo, outcome }));
		for (const replyType of repliesTo(machine, inReplyTo)) follow(onReply(machine, here(), { replyType, inReplyTo }));
	}
	return [...new Set(stages)];
}

/** Tells what is wrong when the draft does not pass the check. */
export function stageReport(world: World, order: StagedReport): { docflow: Docflow } | { problem: string } {
	const signer = signerFor(world, order.certificate);
	const draft = signedDraft(world, order, signer);
	const { protocol } = prepare(world, draft);
	const complaint = [...protocol.common, ...[...protocol.documents.values()].flat()].find(({ level }) => level === 'Error');
	if (complaint) return { problem: complaint.description };
	world.drafts.add(draft);
	const docflow = dispatch(world, draft);
	if (!docflow) throw new Error('a report starts no docflow');
	for (const step of stepsOf(order.office)) {
		if (docflow.status === order.wanted) break;
		const document = robotAnswers(world, docflow, step);
		if (docflow.status === order.wanted) break;
		if (document) acknowledge(world, docflow, document, signer);
	}
	return { docflow };
}

function stepsOf(office: string): Step[] {
	const own = scriptOf(REPORT, office);
	return own.length > 0 ? own : scriptOf(REPORT, ACCEPTING_ROBOT);
}

/** The key of the certificate, if the sandbox has it; else the same subject gets another certificate. */
function signerFor({ accounts, pki }: World, certificate: Certificate): Signer {
	const held = accounts.certificates.find((candidate) => candidate.certificate.thumbprint === certificate.thumbprint);
	return held ?? pki.issue(certificate.subject);
}

function signedDraft(world: World, order: StagedReport, signer: Signer): Draft {
	const { account, organization, sender, certificate, userId, office } = order;
	const { inn, kpp, name } = organization;
	const now = world.clock.now();
	const { fileId, xml } = taxReport(samples.rsv, { taxpayer: { inn, kpp, name }, senderInn: sender.inn, office, now });
	const bytes = encode(xml, 'win1251');
	return {
		id: randomUUID(),
		accountId: account.id,
		userId,
		meta: {
			sender: {
				...sender,
				certificate: { content: base64(certificate) },
				'is-representative': sender.inn !== inn,
			},
			recipient: { 'ifns-code': office },
			payer: { inn, organization: kpp === undefined ? null : { kpp } },
			'additional-info': { 'additional-certificates': [base64(signer.certificate)] },
		},
		status: 'ready-to-send',
		documents: [
			{
				id: randomUUID(),
				contentId: world.contents.put(account.id, bytes).id,
				type: 'urn:document:fns534-report',
				filename: `${fileId}.xml`,
				contentType: 'application/xml',
				file: readReportFile(bytes),
				signatures: [{ id: randomUUID(), content: signed(bytes, signer), thirdParty: false }],
			},
		],
		createdAt: now,
	};
}

/** The subscriber's receipts for a document of the office. */
function acknowledge(world: World, docflow: Docflow, document: DocflowDocument, signer: Signer): void {
	for (const type of dueReplies(world, docflow, document)) {
		const { fileId, bytes } = xmlOf(world, docflow, { type, ...titles(type) });
		const signature = { id: randomUUID(), content: signed(bytes, signer), signerType: 'organization-representative' as const };
		answer(world, docflow, {
			document,
			replyType: type,
			paper: {
				type: `urn:document:${type}`,
				filename: `${fileId}.xml`,
				contentType: 'application/xml',
				bytes,
				signatures: [signature],
			},
		});
	}
}

function signed(bytes: Uint8Array, { key, certificate }: Signer): Uint8Array {
	return signDetached({ digest: streebog(256, bytes), key, certificate });
}

function base64({ der }: Certificate): string {
	return Buffer.from(der).toString('base64');
}
