import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { givenFolder, startService, type RunningService } from '../examples/signingService';
import { GostBench } from '../gost/gostEngine';
import type { CredentialData, WorkflowOutcome } from './engine';
import { everythingOf, spellingsIn } from './everythingOf';
import { certificateOf } from './filing';
import type { FreshSandbox } from './freshSandbox';
import type { Sandbox, Seed, SeedCertificate } from './sandbox';

/** Those who hold a key outside of n8n: the example signing service, and the CryptoPro DSS of the sandbox. */

export const TOKEN = 'canary/token+of=the&service';
export const PIN = 'canary%PIN/of+the=key';

/** Types of their credentials. */
export const SERVICE_CREDENTIAL = 'konturExternSigningServiceApi';
export const DSS_CREDENTIAL = 'konturExternDssApi';

/** The example service with the key of a certificate, locked with {@link PIN}; it asks for {@link TOKEN}. */
export async function startSigningService({ thumbprint, content, privateKey }: SeedCertificate, settings: Record<string, string> = {}): Promise<RunningService> {
	return await startService(givenFolder([{ thumbprint, certificate: content, privateKey: locked(privateKey) }]), { SIGNING_TOKEN: TOKEN, ...settings });
}

/** The credential of a signing service at an address that signs with a certificate. */
export function serviceCredential(url: string, { content }: SeedCertificate, more: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject {
	return { url, authentication: 'bearer', token: TOKEN, pin: PIN, publicCertificate: content, service: 'example', ...more };
}

/** The credential of the DSS of the sandbox; without a thumbprint it is the key of the first account. */
export function dssCredential(sandbox: Sandbox, seed: Seed, more: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject {
	const { sts, signServer, login, password, clientId } = seed.dss;
	return { url: sandbox.addresses.dss, stsName: sts, signServerName: signServer, clientId, clientSecret: '', login, password, thumbprint: '', pinPassword: '', ...more };
}

/** A way to sign, as the field Sign With names it. */
export interface KeyHolder {
	readonly signWith: string;
	/** What it needs beside the sign-in. */
	credentials(): Promise<CredentialData>;
}

/** Those who hold a key outside of n8n, with the key of the sandbox's first account. */
export function keyHolders(fresh: FreshSandbox): Record<'signingService' | 'dss', KeyHolder> {
	const certificate = () => certificateOf(fresh.account);
	return {
		signingService: {
			signWith: 'signingService',
			async credentials() {
				const { url } = await startSigningService(certificate());
				return { [SERVICE_CREDENTIAL]: serviceCredential(url, certificate()) };
			},
		},
		dss: {
			signWith: 'dss',
			async credentials() {
				return { [DSS_CREDENTIAL]: dssCredential(fresh.sandbox, fresh.seed) };
			},
		},
	};
}

/** Which of these secrets stand anywhere in a run, and how they are written there. */
export function leaksOf(outcome: WorkflowOutcome, secrets: readonly unknown[]): string[] {
	const text = everythingOf(outcome.run);
	return secrets.map(String).filter(Boolean).flatMap((secret) => spellingsIn(text, secret).map((spelling) => `${secret} ${spelling}`));
}

function locked(privateKey: string): string {
	const bench = new GostBench();
	try {
		bench.write('plain.key', privateKey);
		bench.run(`pkcs8 -topk8 -in plain.key -v2 aes-256-cbc -passout pass:${PIN} -out locked.key`);
		return bench.read('locked.key').toString();
	} finally {
		bench.remove();
	}
}
