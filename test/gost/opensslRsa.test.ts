import { spawnSync } from 'node:child_process';
import { readSignature, signDetachedRsa } from '../../gost';
import { makePartnerKey } from '../keys/partnerKey';
import { Chance } from './chance';
import { OpenSslBench } from './openSslBench';

const chance = new Chance();
const contents: Array<[string, Buffer]> = [
	['0 bytes', Buffer.alloc(0)],
	['Cyrillic text', Buffer.from('apikey=3d2c1b0a\r\nid=Ёлкин & Щука\r\ntimestamp=01.04.2026 10:00:00\r\n')],
	...[1, 63, 64, chance.number('length', 65, 100_000), 1024 * 1024].map((length): [string, Buffer] => [`${length} bytes`, chance.bytes(`content/${length}`, length)]),
];
const [, text] = contents[1];

const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;
// Skipped only where the judge is not there: sudo apt-get install -y openssl. In CI it has to be there.
const describeWithOpenSsl = hasOpenSsl || process.env.CI ? describe : describe.skip;

describeWithOpenSsl(`OpenSSL and our RSA signatures agree (GOST_SEED=${chance.seed})`, () => {
	const partner = makePartnerKey();
	let bench: OpenSslBench;

	beforeAll(() => {
		bench = new OpenSslBench();
		bench.write('partner.crt', partner.certificate);
		bench.write('partner.key', partner.privateKey);
	});

	afterAll(() => {
		bench.remove();
	});

	function accepts(signature: Uint8Array, content: Uint8Array, authority = 'partner.crt'): boolean {
		bench.write('signature', signature);
		bench.write('content', content);
		return bench.succeeds(`cms -verify -binary -inform DER -in signature -content content -CAfile ${authority} -purpose any -out discarded`);
	}

	test.each(contents)('ours are accepted for %s', (_name, content) => {
		expect(accepts(signDetachedRsa({ content, ...partner }), content)).toBe(true);
	});

	test.each(contents)('ours are those of cms -sign to the byte for %s', (_name, content) => {
		bench.write('content', content);
		const theirs = bench.run('cms -sign -binary -in content -signer partner.crt -inkey partner.key -noattr -outform der');
		expect(theirs.equals(signDetachedRsa({ content, ...partner }))).toBe(true);
	});

	test('ours are refused for other content, with a changed byte, and by another authority', () => {
		const signature = signDetachedRsa({ content: text, ...partner });
		const spoilt = Buffer.from(signature);
		spoilt[spoilt.length - 1 - chance.number('byte', 0, 256)] ^= 1;
		bench.write('stranger.crt', makePartnerKey().certificate);
		expect(accepts(signature, Buffer.concat([text, Buffer.from(' ')]))).toBe(false);
		expect(accepts(spoilt, text)).toBe(false);
		expect(accepts(signature, text, 'stranger.crt')).toBe(false);
	});

	describe.each([
		['as req -newkey leaves them', '-newkey rsa:2048 -nodes', undefined],
		['with a passphrase', '-newkey rsa:2048 -passout pass:word', 'word'],
		['of 1024 bits', '-newkey rsa:1024 -nodes', undefined],
		['of 4096 bits', '-newkey rsa:4096 -nodes', undefined],
	])('with a key and a certificate of OpenSSL, %s,', (_name, options, passphrase) => {
		beforeAll(() => {
			bench.run(`req -x509 -subj /CN=Partner -days 2 ${options} -keyout their.key -out their.crt`);
		});

		test('ours are accepted, and read as theirs are', () => {
			const [privateKey, certificate] = ['their.key', 'their.crt'].map((name) => bench.read(name).toString());
			const signature = signDetachedRsa({ content: text, privateKey, passphrase, certificate });
			expect(accepts(signature, text, 'their.crt')).toBe(true);

			const theirs = bench.run(`cms -sign -binary -in content -signer their.crt -inkey their.key -passin pass:${passphrase} -noattr -outform der`);
			expect(readSignature(signature)).toEqual(readSignature(theirs));
		});

		test('the older form of the key does as well', () => {
			bench.run(`rsa -in their.key -passin pass:${passphrase} -traditional -out old.key${passphrase ? ` -aes256 -passout pass:${passphrase}` : ''}`);
			const [privateKey, certificate] = ['old.key', 'their.crt'].map((name) => bench.read(name).toString());
			expect(accepts(signDetachedRsa({ content: text, privateKey, passphrase, certificate }), text, 'their.crt')).toBe(true);
		});
	});
});
