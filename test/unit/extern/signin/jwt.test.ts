import { generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { oneTimeToken } from '../../../../extern/signin/jwt';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOW = Date.parse('2026-11-25T12:00:00Z');

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(JSON.parse(readFileSync(join(__dirname, '../../../reference/schemas/auth.schema.json'), 'utf8')));

const make = () => oneTimeToken({ sub: 'Бухгалтер №7', iss: 'partner.app' }, privateKey, NOW);
const partOf = (token: string, index: number) => JSON.parse(Buffer.from(token.split('.')[index], 'base64url').toString('utf8'));

test('the proof of a partner is what the reference wants', () => {
	const payload = partOf(make(), 1);
	expect(ajv.validate('extern:auth#/$defs/JwtTrustedPayload', payload)).toBe(true);
	expect(payload).toMatchObject({ sub: 'Бухгалтер №7', iss: 'partner.app', exp: NOW / 1000 + 300 });
	expect(Buffer.byteLength(payload.jti)).toBeLessThanOrEqual(36);
	expect(ajv.validate('extern:auth#/$defs/TrustedTokenRequest', { grant_type: 'trusted', client_id: 'a', client_secret: 'b', scope: 'extern.api', token: make() })).toBe(true);
});

test('it is signed with RS256', () => {
	const token = make();
	const [header, payload, signature] = token.split('.');
	expect(partOf(token, 0)).toEqual({ alg: 'RS256', typ: 'JWT' });
	expect(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('no two are the same', () => {
	expect(partOf(make(), 1).jti).not.toBe(partOf(make(), 1).jti);
});
