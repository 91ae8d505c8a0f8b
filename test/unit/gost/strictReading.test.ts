import { readPrivateKey, readSignature, streebog, verifyDetached, writePrivateKey } from '../../../gost';
import { base64, children, der, hex } from './encoding';
import { text, vectors } from './openSslVectors';
import { givenPerson } from './people';

/* What OpenSSL refuses and these readers once took; found by comparing both on spoilt files. */

const { plain, withAttributes } = vectors[0];
const key = base64(writePrivateKey(givenPerson('CryptoPro-XchA').key).replace(/-----.*-----/g, ''));
const damaged = expect.objectContaining({ code: 'damaged' });

/** A constructed value with other members. */
const remade = (value: Buffer, change: (members: Buffer[]) => Buffer[]) => der(value[0], ...change(children(value)));
/** The signature with other members of the SignedData. */
const withSignedData = (signature: Buffer, change: (members: Buffer[]) => Buffer[]) =>
	remade(signature, ([type, wrapper]) => [type, remade(wrapper, ([body]) => [remade(body, change)])]);
const withSigner = (signature: Buffer, change: (members: Buffer[]) => Buffer[]) =>
	withSignedData(signature, (members) => [...members.slice(0, -1), remade(members[members.length - 1], ([signer]) => [remade(signer, change)])]);
const withAttribute = (signature: Buffer, change: (attributes: Buffer[]) => Buffer[]) =>
	withSigner(signature, (members) => members.map((member) => (member[0] === 0xa0 ? remade(member, change) : member)));
const isMessageDigest = (attribute: Buffer) => attribute.includes(hex('2a864886f70d010904'));
const withDigestValues = (change: (value: Buffer) => Buffer[]) =>
	withAttribute(base64(withAttributes), (attributes) =>
		attributes.map((attribute) =>
			isMessageDigest(attribute) ? remade(attribute, ([oid, values]) => [oid, remade(values, ([value]) => change(value))]) : attribute,
		),
	);

test('the untouched files are read after being put together again', () => {
	const digest = (bits: 256 | 512) => streebog(bits, Buffer.from(text));
	expect(verifyDetached(withAttribute(base64(withAttributes), (attributes) => attributes), digest).valid).toBe(true);
	expect(verifyDetached(withSigner(base64(plain), (members) => members), digest).valid).toBe(true);
});

test.each<[string, Buffer]>([
	['a part after the end', remade(base64(plain), (members) => [...members, der(0x05)])],
	['two bodies', remade(base64(plain), ([type, wrapper]) => [type, remade(wrapper, ([body]) => [body, body])])],
	['a part after its last signer', withSignedData(base64(plain), (members) => [...members, der(0x05)])],
	['a part after the signature value', withSigner(base64(plain), (members) => [...members, der(0x05)])],
	['digests that are not those of its signer', withSignedData(base64(plain), ([version, , ...others]) => [version, der(0x31), ...others])],
	['something else among its certificates', withSignedData(base64(plain), (members) => members.map((one) => (one[0] === 0xa0 ? remade(one, (all) => [...all, der(0x05)]) : one)))],
	['two signed digests', withDigestValues((value) => [value, value])],
	['a signed digest that is no octet string', withDigestValues((value) => [der(0x0c, value.subarray(2))])],
])('a signature with %s is damaged', (_, signature) => {
	expect(() => readSignature(signature)).toThrow(damaged);
});

test.each<[string, Buffer]>([
	['a part after the end', remade(key, (members) => [...members, der(0x05)])],
	['a number with a surplus zero', remade(key, ([, ...others]) => [der(0x02, Buffer.of(0, 0)), ...others])],
	['an empty number', remade(key, ([, ...others]) => [der(0x02), ...others])],
	['a constructed number', remade(key, ([, ...others]) => [der(0x22, der(0x02, Buffer.of(0))), ...others])],
	['an identifier with an empty digit', remade(key, ([version, , octets]) => [version, der(0x30, der(0x06, hex('2a8085030701010101'))), octets])],
])('a private key with %s is damaged', (_, file) => {
	expect(() => readPrivateKey(file)).toThrow(damaged);
});
