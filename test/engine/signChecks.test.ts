import { gzipSync } from 'node:zlib';

import { generatePrivateKey, issueCertificate, publicKeyOf, readCertificate, readPrivateKey, signDetachedRsa, signEnclosed, writeKeyStore, writePrivateKey, type DistinguishedName } from '../../gost';
import { makePartnerKey } from '../keys/partnerKey';
import { runWorkflow } from './engine';
import { certificateOf, chosen, givenReport, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import type { SeedCertificate } from './sandbox';
import { changesAt, detached, givenDraft, ready, runWithSignatures, signDraft } from './signing';

/** What is wrong with a signer or a signature is said before anything leaves. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const DAY = 24 * 3600 * 1000;
const APPENDIX = Buffer.from('<?xml version="1.0" encoding="utf-8"?><Приложение/>', 'utf8');
const appendix = { extra: { bytes: APPENDIX, fileName: 'appendix.xml' } };

const own = () => certificateOf(fresh.account);
const noted = (note: string): SeedCertificate => fresh.account.certificates.find((one) => one.note === note) ?? own();
const withKey = ({ privateKey, content }: Pick<SeedCertificate, 'privateKey' | 'content'>) => ({ ...fresh.company.credentials, konturExternTestKeyApi: { privateKey, publicCertificate: content } });
const told = ({ error }: { error?: { message: string; description?: string | null } }) => `${error?.message}\n${error?.description}`;

/** A key with a certificate that nobody checks before us. */
function madeUp(subject: DistinguishedName, from: number, to: number) {
	const key = generatePrivateKey('TC26-256-A');
	const at = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY);
	const certificate = issueCertificate({ subject, publicKey: publicKeyOf(key), issuer: { key }, notBefore: at(from), notAfter: at(to) });
	return { privateKey: writePrivateKey(key), content: Buffer.from(certificate.der).toString('base64') };
}

describe('a signer whose certificate is not valid is stopped before the first request:', () => {
	const subject = () => ({ commonName: 'ООО', surname: 'Иванова', givenName: 'Анна', innLegal: fresh.account.inn });
	const signers: Record<string, { make: () => Pick<SeedCertificate, 'privateKey' | 'content'>; says: RegExp }> = {
		expired: { make: () => noted('expired'), says: /^The certificate of .+ expired on \d{1,2} [A-Z][a-z]+ \d{4}\nSign with the new certificate/ },
		'not valid yet': { make: () => madeUp(subject(), 3, 100), says: /^The certificate of Иванова Анна.+ is not valid yet: it begins on \d{1,2} [A-Z][a-z]+ \d{4}\n.+clock/ },
	};

	test.each(Object.entries(signers))('%s', async (_, { make, says }) => {
		const signer = make();
		const ids = { accountId: fresh.account.id, draftId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615041' };
		expect(told(await runWithSignatures([signDraft()], ids, {}, withKey(signer)))).toMatch(says);
		expect(told(await runWithSignatures([signDraft(ready('signature'))], ids, { signature: detached(fresh.company.report.bytes, signer) }, fresh.company.credentials))).toMatch(says);
		const sent = await runWorkflow({ nodes: [sendReport(fresh.account)], credentials: withKey(signer), items: [fresh.company.item] });
		expect(told(sent)).toMatch(says);
		expect(await sandbox.requests()).toEqual([]);
	});
});

describe('a certificate that expires soon', () => {
	test.each<[string, object, number]>([
		['is warned of in the output', {}, 1],
		['is not warned of when fewer days are asked for', { warnBeforeExpiry: 5 }, 0],
		['is not warned of with 0', { warnBeforeExpiry: 0 }, 0],
	])('%s', async (_, options, warnings) => {
		const credentials = withKey(noted('expiring-soon'));
		const draft = await givenDraft(sandbox, { ...fresh.company, credentials });
		const signed = await runWithSignatures([signDraft({ options: { ...options } })], draft, {}, credentials);
		expect(signed.error?.message).toBeUndefined();
		const told = signed.json('Sign')[0].warnings ?? [];
		expect(told).toHaveLength(warnings);
		if (warnings > 0) expect(told).toEqual([{ level: 'warning', text: expect.stringMatching(/expires in (9|10) days, on \d{1,2} [A-Z][a-z]+ \d{4}\. Order/) }]);
	});

	test('is found ahead of time in the list of the account', async () => {
		const list = step('konturExternAccount', 'Certificates', 'certificate', 'getAll', { accountId: chosen(fresh.account.id), returnAll: true, additionalFields: { expiresWithin: 15 } });
		const outcome = await runWorkflow({ nodes: [list], credentials: fresh.company.credentials, items: [{}] });
		const found = Object.fromEntries(outcome.json('Certificates').map(({ thumbprint, daysLeft }) => [String(thumbprint), Number(daysLeft)]));
		expect(Object.keys(found).sort()).toEqual([noted('expired').thumbprint, noted('expiring-soon').thumbprint].sort());
		expect(found[noted('expired').thumbprint]).toBeLessThan(0);
		expect([9, 10]).toContain(found[noted('expiring-soon').thumbprint]);
	});

	test('is warned of once in the receipt of a report', async () => {
		const outcome = await runWorkflow({ nodes: [sendReport(fresh.account, {}, {})], credentials: withKey(noted('expiring-soon')), items: [fresh.company.item] });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', warnings: [{ level: 'warning', text: expect.stringContaining('expires in') }] });
	});
});

describe('whoever is not the sender', () => {
	test('is named before the draft is made', async () => {
		const stranger = certificateOf(fresh.seed.accounts[1]);
		const outcome = await runWorkflow({ nodes: [sendReport(fresh.account)], credentials: withKey(stranger), items: [fresh.company.item] });
		expect(told(outcome)).toMatch(new RegExp(`^The certificate is of INN ${fresh.seed.accounts[1].inn}, but the sender of the draft has INN ${fresh.account.inn}: `));
		expect(await changesAt(sandbox)).toEqual([]);
	});

	test('needs a power of attorney when it is a person', async () => {
		const credentials = withKey(noted('another-person'));
		const outcome = await runWorkflow({ nodes: [sendReport(fresh.account)], credentials, items: [fresh.company.item] });
		expect(told(outcome)).toMatch(/is that of a person, .+ needs a power of attorney.+\nName the power of attorney/);
		expect(await changesAt(sandbox)).toEqual([]);
		const powerOfAttorneyId = '3f1f0f7e-55aa-4b52-9d0c-2f7a1a2b3c4d';
		const sent = await runWorkflow({ nodes: [sendReport(fresh.account, { powerOfAttorneyId })], credentials, items: [fresh.company.item] });
		expect(sent.error?.message).toBeUndefined();
		expect(sent.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
	});

	test('as the report names its signer, is warned of, by each way', async () => {
		const company = givenReport(sandbox, fresh.seed, { signer: { surname: 'Иванова', name: 'Анна', patronymic: 'Петровна' } });
		const warnings = [{ file: company.report.fileName, level: 'warning', text: expect.stringMatching(/^The report names Иванова Анна Петровна as its signer, but the certificate is that of Выдумкина Проба Тестовна/) }];
		const signed = await runWithSignatures([signDraft()], await givenDraft(sandbox, company), {}, company.credentials);
		expect(signed.json('Sign')[0]).toMatchObject({ signed: 1, warnings });
		const sent = await runWorkflow({ nodes: [sendReport(company.account)], credentials: company.credentials, items: [company.item] });
		expect(sent.json('Send Report')[0]).toMatchObject({ outcome: 'filed', warnings });
	});

	test('is not warned of where the report names the person of the certificate', async () => {
		const sent = await runWorkflow({ nodes: [sendReport(fresh.account)], credentials: fresh.company.credentials, items: [fresh.company.item] });
		expect(sent.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
		expect(sent.json('Send Report')[0].warnings ?? []).toEqual([]);
	});

	test('is told when the draft names another certificate', async () => {
		const draft = await givenDraft(sandbox, fresh.company);
		const outcome = await runWithSignatures([signDraft()], draft, {}, withKey(noted('expiring-soon')));
		expect(told(outcome)).toMatch(/^The draft names the certificate of .+, but the signer is .+\nSign with the certificate of the draft/);
		expect(await changesAt(sandbox)).toEqual([]);
	});
});

describe('a file that is no fitting signature is told, and nothing is attached:', () => {
	const key = () => ({ key: readPrivateKey(own().privateKey), certificate: readCertificate(own().content) });
	const wrong: Record<string, { make: () => Uint8Array; says: RegExp }> = {
		empty: { make: () => Buffer.from('\r\n'), says: /^signature.sig is empty\n/ },
		'cut off': { make: () => detached(fresh.company.report.bytes, own()).subarray(0, -20), says: /^signature.sig is cut off/ },
		attached: { make: () => signEnclosed({ content: fresh.company.report.bytes, ...key() }), says: /The signature contains the file; make it again as a detached signature/ },
		'of another state of the file': { make: () => detached(Buffer.concat([fresh.company.report.bytes, Buffer.from('\n')]), own()), says: /No signature fits .+\nSign exactly the file.+\n.+belongs to another file/ },
		'not of GOST': { make: () => signDetachedRsa({ content: fresh.company.report.bytes, ...makePartnerKey() }), says: /^signature.sig is not a GOST 2012 signature\n/ },
		'a certificate': { make: () => Buffer.from(own().content), says: /^signature.sig is a certificate, not a signature\n/ },
		'a private key': { make: () => Buffer.from(own().privateKey), says: /^signature.sig is a private key, not a signature\nA key must not travel/ },
		'a key store': { make: () => writeKeyStore({ ...key(), others: [] }, '1'), says: /^signature.sig is a key store/ },
		'an archive': { make: () => gzipSync(detached(fresh.company.report.bytes, own())), says: /^signature.sig is an archive/ },
		'a web page': { make: () => Buffer.from('<html><body>403</body></html>'), says: /^signature.sig is a web page/ },
		'an e-mail': { make: () => Buffer.from('From: a@example.org\r\nSubject: sig\r\n\r\n'), says: /^signature.sig is an e-mail/ },
		'the report itself': { make: () => fresh.company.report.bytes, says: /^signature.sig is an XML file/ },
	};

	test.each(Object.entries(wrong))('%s', async (_, { make, says }) => {
		const draft = await givenDraft(sandbox, fresh.company);
		const sign = { ...signDraft(ready('signature')), onError: 'continueRegularOutput' as const };
		const outcome = await runWithSignatures([sign], draft, { signature: Buffer.from(make()) }, fresh.company.credentials);
		const [{ error, draftId }] = outcome.json('Sign');
		expect(told({ error: error as { message: string; description?: string } })).toMatch(says);
		expect(draftId).toBe(draft.draftId);
		expect(await changesAt(sandbox)).toEqual([]);
	});
});

describe('of several files', () => {
	test('the one that belongs to another file is told by that file, before the first is attached', async () => {
		const draft = await givenDraft(sandbox, fresh.company, appendix);
		const signature = detached(fresh.company.report.bytes, own());
		const outcome = await runWithSignatures([signDraft(ready('first, appendix'))], draft, { first: signature, appendix: signature }, fresh.company.credentials);
		expect(told(outcome)).toContain(`No signature fits appendix.xml`);
		expect(told(outcome)).toContain(`appendix.sig looks like the one for appendix.xml by its name, but it is the signature of ${fresh.company.report.fileName}`);
		expect(await changesAt(sandbox)).toEqual([]);
	});

	test('the one that fits nothing is warned of', async () => {
		const draft = await givenDraft(sandbox, fresh.company);
		const signatures = { old: detached(Buffer.from('прошлый отчёт'), own()), signature: detached(fresh.company.report.bytes, own()) };
		const outcome = await runWithSignatures([signDraft(ready('old, signature'))], draft, signatures, fresh.company.credentials);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 1, warnings: [{ file: 'old.sig', level: 'warning', text: expect.stringContaining('fits none of the files') }] });
	});
});

describe('a test key of another form than plain PEM signs as well:', () => {
	const parts = () => ({ key: readPrivateKey(own().privateKey), certificate: readCertificate(own().content) });
	const forms: Record<string, () => Record<string, string>> = {
		'encrypted PKCS#8': () => ({ privateKey: writePrivateKey(parts().key, 'секрет'), passphrase: 'секрет', publicCertificate: own().content }),
		'PKCS#12': () => ({ privateKey: Buffer.from(writeKeyStore({ ...parts(), others: [] }, '1')).toString('base64'), passphrase: '1', publicCertificate: '' }),
	};

	test.each(Object.entries(forms))('%s', async (_, make) => {
		const draft = await givenDraft(sandbox, fresh.company);
		const nodes = [signDraft(), step('konturExternSend', 'Prepare', 'draft', 'prepare')];
		const outcome = await runWithSignatures(nodes, draft, {}, { ...fresh.company.credentials, konturExternTestKeyApi: make() });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Prepare')[0]).toMatchObject({ stage: 'prepare', stageStatus: 'done', lines: [] });
	});

	test('with a wrong passphrase nothing is asked for', async () => {
		const konturExternTestKeyApi = { ...forms['PKCS#12'](), passphrase: 'другой' };
		const ids = { accountId: fresh.account.id, draftId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615041' };
		const outcome = await runWithSignatures([signDraft()], ids, {}, { ...fresh.company.credentials, konturExternTestKeyApi });
		expect(told(outcome)).toMatch(/^The passphrase does not open the key store\n/);
		expect(JSON.stringify(outcome.run)).not.toContain('другой');
		expect(await sandbox.requests()).toEqual([]);
	});
});
