/** The older sign-in of a partner's user in two steps: a signed request, then its approval. */

import { createHash, timingSafeEqual, verify } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GostFormatError, readSignature, streebog, verifyDetached, type SignedData } from '../../gost';
import type { Client, Directory, User } from '../directory';
import { applicationOf, AUTH, bodyBytes, LegacyRefusal, optionalField, queryField } from './legacyRequest';
import type { Partner, Partners } from './partners';
import { opaqueToken } from './opaqueToken';
import type { Tokens } from './tokens';
import type { Watch } from './watch';

export interface TrusterParts {
	directory: Directory;
	tokens: Tokens;
	partners: Partners;
	watch: Watch;
}

interface Quest {
	credential: string;
	clientId: string;
	userId: string;
}

/** How far a partner's clock may be off; not published. */
const TIMESTAMP_TOLERANCE = 10 * 60 * 1000;

export class TrusterQuests {
	private readonly quests = new Map<string, Quest>();

	begin(quest: Quest): string {
		const key = opaqueToken();
		this.quests.set(key, quest);
		return key;
	}

	take(key: string, credential: string, clientId: string): Quest | undefined {
		const quest = this.quests.get(key);
		if (quest?.credential !== credential || quest.clientId !== clientId) return undefined;
		this.quests.delete(key);
		return quest;
	}

	clear(): void {
		this.quests.clear();
	}
}

export function trusterRoutes(app: FastifyInstance, { directory, tokens, partners, watch }: TrusterParts, quests: TrusterQuests): void {
	app.post<{ Params: { version: string } }>(`${AUTH}/authenticate-by-truster`, { config: { operation: 'legacy-auth-by-truster' } }, async (request) => {
		const client = applicationOf(request, directory);
		const serviceUserId = queryField(request, 'serviceUserId');
		const timestamp = recentTimestamp(queryField(request, 'timestamp'), watch.now());
		const credential = credentialOf(request, directory);

		const text = `apikey=${client.apiKey.toLowerCase()}\r\nid=${credential.value}\r\ntimestamp=${timestamp}\r\n`;
		checkSignature(bodyBytes(request), Buffer.from(text), partners.find(client.clientId));
		const user = linkedUser(directory, client, serviceUserId, credential.user);

		const key = quests.begin({ credential: credential.value, clientId: client.clientId, userId: user.id });
		const query = new URLSearchParams({ key, id: credential.value, apiKey: client.apiKey });
		return { Key: key, Link: { Rel: 'next', Href: `/auth/${request.params.version}/approve-truster?${query}` } };
	});

	app.post(`${AUTH}/approve-truster`, { config: { operation: 'legacy-auth-approve-truster' } }, async (request) => {
		const client = applicationOf(request, directory);
		const quest = quests.take(queryField(request, 'key'), queryField(request, 'id'), client.clientId);
		if (!quest) throw new LegacyRefusal(403, 'RndBytesNotFound');
		return { Sid: tokens.sessions.issue(quest.userId).sid };
	});
}

function recentTimestamp(timestamp: string, now: number): string {
	const [, day, month, year, time] = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)$/.exec(timestamp) ?? [];
	const moment = Date.parse(`${year}-${month}-${day}T${time}Z`);
	if (Number.isNaN(moment)) throw new LegacyRefusal(400);
	if (Math.abs(moment - now) > TIMESTAMP_TOLERANCE) throw new LegacyRefusal(403, 'UnknownError');
	return timestamp;
}

/** Exactly one of three. */
function credentialOf(request: FastifyRequest, directory: Directory): { value: string; user: User | undefined } {
	const given = ['thumbprint', 'phone', 'snils'].filter((name) => optionalField(request, name) !== undefined);
	if (given.length !== 1) throw new LegacyRefusal(400);
	const thumbprint = optionalField(request, 'thumbprint');
	if (thumbprint !== undefined) return { value: thumbprint, user: directory.userByThumbprint(thumbprint) };
	const phone = optionalField(request, 'phone');
	if (phone !== undefined && /^\d{10}$/.test(phone)) return { value: phone, user: directory.userByPhone(phone) };
	const snils = optionalField(request, 'snils');
	if (snils !== undefined && /^\d{11}$/.test(snils)) return { value: snils, user: directory.userBySnils(snils) };
	throw new LegacyRefusal(400);
}

function linkedUser(directory: Directory, client: Client, serviceUserId: string, named: User | undefined): User {
	const linked = directory.userByExternalId(client.clientId, serviceUserId);
	if (!linked || linked.id !== named?.id) throw new LegacyRefusal(403, 'UserNotFound');
	return linked;
}

function checkSignature(signature: Buffer, content: Buffer, partner: Partner | undefined): void {
	if (!partner) throw new LegacyRefusal(403, 'UnknownCertificate');
	const signed = readSignedData(signature);
	const holds = partner.publicKey ? holdsByRsa(signed, content, partner) : holdsByGost(signed, content, partner);
	if (!holds) throw new LegacyRefusal(403, 'WrongKey');
}

function readSignedData(signature: Buffer): SignedData {
	try {
		return readSignature(signature);
	} catch (error) {
		if (error instanceof GostFormatError) throw new LegacyRefusal(400);
		throw error;
	}
}

function holdsByGost(signed: SignedData, content: Buffer, { gostCertificate }: Partner): boolean {
	const verdict = verifyDetached(signed, (bits) => streebog(bits, content));
	return verdict.valid && verdict.certificate?.thumbprint === gostCertificate?.thumbprint;
}

/** As OpenSSL makes it: one signer, SHA-256, with or without signed attributes. */
function holdsByRsa({ detached, signers }: SignedData, content: Buffer, { publicKey }: Partner): boolean {
	const [signer] = signers;
	if (!publicKey || !detached || !signer) return false;
	const { signedAttributes } = signer;
	const digest = createHash('sha256').update(content).digest();
	const stated = signedAttributes?.messageDigest;
	if (signedAttributes && !(stated?.length === digest.length && timingSafeEqual(stated, digest))) return false;
	return verify('RSA-SHA256', signedAttributes?.encoding ?? content, publicKey, signer.signature);
}
