import { ExternError } from '../../../../extern/failure';
import { isForTests, rootsOf } from '../../../../extern/signin';

const ownRoot = (apiUrl: string) => rootsOf({ environment: 'own', apiUrl, identityUrl: 'http://localhost:4101' }).api;

/** Whether a test key would sign there; an address that cannot be used at all is no place either. */
function isAllowed(apiUrl: string): boolean {
	try {
		return isForTests(ownRoot(apiUrl));
	} catch (error) {
		if (error instanceof ExternError) return false;
		throw error;
	}
}

test.each([
	'http://localhost:4100',
	'http://127.0.0.1:4100/',
	'https://127.0.0.1',
	'http://[::1]:4100',
	'http://127.1', // WHATWG reads it as 127.0.0.1, and so do the requests
	'http://0x7f.1',
	'http://2130706433',
	'http://LOCALHOST',
	'https://extern-api.testkontur.ru',
	'https://extern-api.testkontur.ru:8443/gateway/',
	'https://testkontur.ru',
])('a test key may sign for %s', (address) => {
	expect(isAllowed(address)).toBe(true);
});

test.each([
	'https://extern-api.kontur.ru',
	'https://EXTERN-API.KONTUR.RU/',
	'https://extern-api.kontur.ru/?testkontur.ru',
	'https://extern-api.kontur.ru#testkontur.ru',
	'https://extern-api.kontur.ru/testkontur.ru',
	'https://testkontur.ru.evil.org',
	'https://evil-testkontur.ru',
	'https://eviltestkontur.ru',
	'https://testkontur.ru@evil.org',
	'https://testkontur.ru:443@evil.org',
	'https://evil.org\\@testkontur.ru',
	'https://localhost.evil.org',
	'http://localhost.evil.org',
	'https://127.0.0.1.evil.org',
	'https://127.0.0.1.nip.io',
	'https://extern-api.testkontur.ru.', // another name, by which nobody calls the stand
	'http://localhost.',
	'https://0.0.0.0',
	'https://[::]',
	'https://[::ffff:10.0.0.1]',
	'https://10.0.0.1',
	'https://128.0.0.1',
	'http://extern-api.testkontur.ru', // not encrypted
	'//testkontur.ru',
	'testkontur.ru',
	'file://localhost/etc/passwd',
	'javascript://localhost/%0aalert(1)',
	'',
])('a test key signs nothing for %s', (address) => {
	expect(isAllowed(address)).toBe(false);
});

test('what a credential calls its environment does not count, only the address', () => {
	expect(isForTests(rootsOf({ environment: 'test', apiUrl: 'https://evil.org' }).api)).toBe(true);
	expect(isForTests(rootsOf({ environment: 'production', apiUrl: 'http://localhost:4100' }).api)).toBe(false);
	expect(isForTests(rootsOf({ environment: 'Test' }).api)).toBe(false);
	expect(isForTests(rootsOf({}).api)).toBe(false);
});

test('every address has to be one for tests', () => {
	const { api, identity } = rootsOf({ environment: 'own', apiUrl: 'http://localhost:4100', identityUrl: 'https://identity.kontur.ru' });
	expect(isForTests(api, identity)).toBe(false);
});
