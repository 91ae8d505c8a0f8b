import { createRequire } from 'node:module';

import { canary } from './canaries.mjs';
import { ownKey } from './everyWay.mjs';

const { readCertificate, readPrivateKey, writeKeyStore, writePrivateKey } = createRequire(import.meta.url)('../../build/gost/index.js');

/** @typedef {import('../../scripts/workplace.mjs').Workplace} Workplace */

/** Credentials that sign, by how nodes name the source: their type, and the fields that hold secrets. */
export const sources = {
	testKey: { type: 'konturExternTestKeyApi', secretFields: ['privateKey', 'passphrase'] },
	signingService: { type: 'konturExternSigningServiceApi', secretFields: ['token', 'password', 'headerValue', 'pin'] },
	dss: { type: 'konturExternDssApi', secretFields: ['password', 'clientSecret', 'pinPassword'] },
};

/** The key of an employee at Gosuslugi, in the same shape. */
export const gosuslugi = { type: 'konturExternGosuslugiApi', secretFields: ['apiKey'] };

/** A test key with a passphrase of its own. @param {Workplace} workplace */
export function encryptedKey(workplace) {
	const { privateKey, publicCertificate } = ownKey(workplace);
	const passphrase = canary('passphrase');
	return { privateKey: writePrivateKey(readPrivateKey(privateKey), passphrase), publicCertificate, passphrase };
}

/** The same as a key store, which brings its certificate. @param {Workplace} workplace */
export function keyStore(workplace) {
	const { privateKey, publicCertificate } = ownKey(workplace);
	const passphrase = canary('passphrase');
	const store = writeKeyStore({ key: readPrivateKey(privateKey), certificate: readCertificate(publicCertificate), others: [] }, passphrase);
	return { privateKey: Buffer.from(store).toString('base64'), publicCertificate: '', passphrase };
}

/** The example of a signing service. @param {Workplace} workplace @param {import('./signingService.mjs').SigningService} service */
export function exampleService({ signer }, { address, token, pin }) {
	return { service: 'example', url: address, authentication: 'bearer', token, pin, publicCertificate: signer.content };
}

/** The same behind a gate. @param {Workplace} workplace @param {import('./signingService.mjs').SigningService} service @param {{ address: string, credential: object }} gate */
export function gatedService(workplace, service, { address, credential }) {
	return { ...exampleService(workplace, service), url: address, token: '', ...credential };
}

/** CryptoPro DSS with a key that has a PIN, asked by a program that has a secret. @param {Workplace} workplace */
export function cryptoProDss(workplace) {
	const { sts: stsName, signServer: signServerName, login, password, secretClient } = workplace.seed.dss;
	const { thumbprint, pin: pinPassword } = keptKey(workplace);
	return { url: workplace.sandbox.dss, stsName, signServerName, login, password, ...secretClient, thumbprint, pinPassword };
}

/** What the letter of DSS says of that key. @param {Workplace} workplace */
export function keptKey({ seed, account }) {
	return seed.dss.certificates.find(({ pin, accountId }) => pin && accountId === account.id);
}
