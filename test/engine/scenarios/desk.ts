import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CredentialData } from '../credentials';
import { runWorkflow, type ItemIn } from '../engine';
import { chosen, credentialsOf, step } from '../filing';
import type { FreshSandbox } from '../freshSandbox';
import type { SeedAccount } from '../sandbox';
import { Service } from '../stages';
import { timePasses } from '../stages/docflows';

export type Node = ReturnType<typeof step>;

/** The desk of an operator: his workflows, the sandbox's clock, and what a node told. */
export class Desk {
	/** What answers within minutes answers within seconds here, but not between two looks. */
	constructor(private readonly fresh: FreshSandbox) {
		beforeEach(async () => await fresh.sandbox.setClock({ speed: 10 }));
	}

	/** Runs nodes one after another on one item. */
	async run(item: ItemIn, nodes: Node[], more: CredentialData = {}) {
		const { sandbox, seed, account } = this.fresh;
		return await runWorkflow({ nodes, credentials: { ...credentialsOf(sandbox, seed, account), ...more }, items: [item] });
	}

	/** What the last of these nodes told, once all went well. */
	async done(item: ItemIn, nodes: Node[], more: CredentialData = {}): Promise<IDataObject> {
		const outcome = await this.run(item, nodes, more);
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		return outcome.json(nodes[nodes.length - 1].name)[0];
	}

	/** Looks at a docflow as a workflow by schedule does, and does what is due. */
	async received(docflowId: unknown, typed: INodeParameters = {}): Promise<IDataObject> {
		return await this.done(this.about(docflowId), [receive(typed)]);
	}

	/** An item that names a docflow of the account. */
	about(docflowId: unknown): ItemIn {
		return { json: { accountId: this.fresh.account.id, docflowId: String(docflowId) } };
	}

	/** Time goes by at the authorities; ten minutes are enough for every robot. */
	async pass(minutes?: number): Promise<void> {
		await timePasses(await Service.of(this.fresh.sandbox, this.fresh.seed), minutes);
	}

	/** Ids of the operations that changed anything since the log was emptied. */
	async changes(): Promise<Array<string | undefined>> {
		const requests = await this.fresh.sandbox.requests();
		return requests.filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => operation ?? undefined);
	}
}

/** The node that does what is due of a docflow. */
export const receive = (typed: INodeParameters = {}) => step('konturExternDocflow', 'Receive', 'docflow', 'receive', { signWith: 'testKey', ...typed });

/** The node that files a file of the item for the first organization of an account. */
export const file = ({ id, organizations: [organization] }: SeedAccount, filing: INodeParameters) =>
	step('konturExternSend', 'File', 'report', 'send', { accountId: chosen(id), organizationId: chosen(organization.id), files: 'data', signWith: 'testKey', additionalFields: filing });

/** An item with an XML of its own, as accounting software writes it. */
export const xmlFile = (root: string): ItemIn => ({ files: { data: { bytes: xmlOf(root), fileName: 'report.xml', mimeType: 'application/xml' } } });

/** The bytes of such a file. */
export const xmlOf = (root: string): Buffer => Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n<${root} id="${randomUUID()}"><Работник>Учебнов</Работник></${root}>\n`);
