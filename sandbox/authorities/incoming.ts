/** Docflows that an authority begins: they arrive in the account of the payer. */

import { randomUUID } from 'node:crypto';
import type { Organization } from '../world/accounts';
import type { Docflow } from '../world/docflows';
import type { World } from '../world/world';

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
		createdAt: now,
		changedAt: now,
		incoming: true,
		payer: { inn, kpp },
		senderInn,
		senderCertificate: certificate,
	};
}
