import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { stdout } = spawnSync('openssl', ['version', '-e'], { encoding: 'utf8' });
const engine = join(/"(.*)"/.exec(stdout ?? '')?.[1] ?? '', 'gost.so');

/** Why nobody can sign here, or false. In CI a missing engine is a failure. */
export const withoutSigner =
	!existsSync(engine) && !process.env.CI && 'needs GOST in OpenSSL: sudo apt-get install -y --no-install-recommends libengine-gost-openssl';

/**
 * Signs a file as a person does with a program of his own: OpenSSL with its GOST engine.
 * @param {Buffer} bytes
 * @param {{ privateKey: string, content: string }} certificate of the sandbox's seed
 * @returns {Buffer} a detached signature, DER
 */
export function signOutside(bytes, { privateKey, content }) {
	return inFolder(({ write, read, run }) => {
		write('key.pem', privateKey);
		write('certificate.der', Buffer.from(content, 'base64'));
		write('file', bytes);
		run('x509 -inform DER -in certificate.der -out certificate.pem');
		run('cms -sign -binary -noattr -nosmimecap -md md_gost12_256 -in file -signer certificate.pem -inkey key.pem -outform DER -out signature');
		return read('signature');
	});
}

/**
 * Locks a key as its owner does with OpenSSL.
 * @param {string} privateKey PKCS#8, PEM
 * @param {string} passphrase without blanks
 * @returns {string} encrypted PKCS#8, PEM
 */
export function lockOutside(privateKey, passphrase) {
	return inFolder(({ write, read, run }) => {
		write('key.pem', privateKey);
		run(`pkcs8 -topk8 -in key.pem -v2 aes-256-cbc -passout pass:${passphrase} -out locked.pem`);
		return read('locked.pem').toString();
	});
}

/** Hands over a folder with an OpenSSL that knows GOST, and removes it afterwards. */
function inFolder(work) {
	const folder = mkdtempSync(join(tmpdir(), 'outside-signer-'));
	const write = (name, text) => writeFileSync(join(folder, name), text);
	const read = (name) => readFileSync(join(folder, name));
	const run = (command) => execFileSync('openssl', command.split(' '), { cwd: folder, env: { PATH: process.env.PATH, OPENSSL_CONF: join(folder, 'gost.cnf') }, stdio: 'pipe' });
	try {
		write('gost.cnf', `openssl_conf = all\n[all]\nengines = engines\n[engines]\ngost = gost\n[gost]\nengine_id = gost\ndynamic_path = ${engine}\ndefault_algorithms = ALL\n`);
		return work({ write, read, run });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
