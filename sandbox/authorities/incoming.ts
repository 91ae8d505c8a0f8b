/** Docflows that an authority begins: they arrive in the account of the payer. */

import { randomUUID } from 'node:crypto';
import type { HeldCertificate, Organization } from '../world/accounts';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';
import { begin, type Paper } from './exchange';
import { authorityPaper, operatorPaper } from './papers';
import { titles } from './titles';

export interface Addressee {
	/** The organization it is about. */
	organization: Organization;
	/** Who is to answer; the payer himself or his representative. */
	senderInn: string;
	/** DER of the certificate that secret documents are encrypted to. */
	certificate?: Uint8Array;
}

export interface Arrival {
	/** urn:docflow:… */
	type: string;
	/** Code of the authority that writes. */
	authority: string;
	description: Record<string, unknown>;
	related?: Docflow['related'];
}

/** The docflow before its documents come in. */
export function incomingDocflow(world: World, { organization, senderInn, certificate }: Addressee, arrival: Arrival): Docflow {
	const machine = world.machine(arrival.type);
	if (!machine) throw new Error(`no state machine for ${arrival.type}`);
	const now = world.clock.now();
	const { id: organizationId, accountId, inn, kpp } = organization;
	return {
		...arrival,
		id: randomUUID(),
		accountId,
		organizationId,
		userId: null,
		status: machine.initial.status,
		successState: machine.initial.successState,
		documents: [],
		replies: new Map(),
		requests: new Map(),
		createdAt: now,
		changedAt: now,
		incoming: true,
		payer: { inn, kpp },
		senderInn,
		senderCertificate: certificate,
	};
}

/** A docflow that begins with what its kind always begins with; what the authority writes to the subscriber is secret. */
export function arrive(world: World, addressee: Addressee, arrival: Arrival): Docflow {
	const docflow = incomingDocflow(world, addressee, arrival);
	const documents = world.machine(arrival.type)?.initial.documents ?? [];
	const papers = documents
		.filter(({ optional }) => !optional)
		.map(({ type, by }): Paper => {
			const name = type.replace('urn:document:', '');
			const head = { type: name, ...titles(name) };
			if (by === 'operator') return operatorPaper(world, docflow, head);
			return authorityPaper(world, docflow, { ...head, secret: !OPEN.test(name) });
		});
	return begin(world, docflow, papers);
}

/** The certificate that authorities know a subscriber by: one of the account's, good today, with this INN. */
export function knownCertificate(world: World, accountId: string, wanted: string): HeldCertificate | undefined {
	const now = world.clock.now();
	return world.accounts.certificatesOf(accountId).find(({ certificate: { subject, notBefore, notAfter } }) => {
		return (subject.innLegal ?? subject.inn) === wanted && notBefore <= now && now <= notAfter;
	});
}

/** Technological documents and broadcasts. */
const OPEN = /-description$|broadcast/;
