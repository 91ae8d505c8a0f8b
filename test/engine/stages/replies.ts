import { readPrivateKey, signDigest } from '../../../gost';
import { certificateOf } from '../filing';
import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import { signatureOf } from './drafts';
import { acknowledgedDemand, answeredInventory, answeredReport, cloudSigned, madeReply, pensionLetter, type Place } from './replying';
import type { Service } from './service';
import type { Given, Stage, Stages } from './stage';

type PlaceOf = (service: Service, account: SeedAccount) => Promise<Place>;

/** A document that wants a reply. */
const wanting = (placeOf: PlaceOf): Stage => async (service, account) => ({ json: (await placeOf(service, account)).json });

/** A reply whose file and signature lie ready. */
const made = (placeOf: PlaceOf): Stage => async (service, account) => (await replyIn(service, account, placeOf)).given;

const signed = (placeOf: PlaceOf): Stage => async (service, account) => {
	const { path, given, signature } = await replyIn(service, account, placeOf);
	await service.call('put', `${path}/signature`, signature);
	return given;
};

/** A reply whose signature in the cloud waits for the code. */
const inCloud = (placeOf: PlaceOf): Stage => async (service, account) => {
	const { path, given } = await replyIn(service, account, placeOf);
	return { ...given, json: { ...given.json, ...(await cloudSigned(service, path)) } };
};

async function replyIn(service: Service, account: SeedAccount, placeOf: PlaceOf) {
	const place = await placeOf(service, account);
	const { id, path, bytes, filename } = await madeReply(service, account, place);
	const signature = signatureOf(account, bytes);
	const given: Given = {
		json: { ...place.json, replyId: id, fileName: filename },
		files: { data: { bytes, fileName: filename }, signature: { bytes: signature, fileName: `${filename}.sig` } },
	};
	return { path, given, signature };
}

/** A reply of a package, as the pension fund had it. */
async function pensionReply(service: Service, account: SeedAccount) {
	const { path, json, type } = await pensionLetter(service, account);
	const { id, documents } = await service.call<{ id: string; documents: Array<{ id: string }> }>('post', `${path}/pfr-generate-reply?documentType=${type}`, {
		'certificate-base64': certificateOf(account).content,
	});
	const plain = Buffer.from('<?xml version="1.0"?><Acknowledgement/>');
	const signature = signatureOf(account, plain);
	const replyPath = `${path}/pfr-replies/${id}`;
	const given: Given = {
		json: { ...json, replyId: id, replyDocumentId: documents[0].id },
		files: { data: { bytes: plain, fileName: 'acknowledgement.xml' }, signature: { bytes: signature, fileName: 'acknowledgement.xml.sig' } },
	};
	return { replyPath, filePath: `${replyPath}/documents/${documents[0].id}`, plain, signature, given };
}

/** A docflow of the social fund that arrived without its documents. */
async function emptyDocflow(service: Service, account: SeedAccount) {
	const { id } = await service.incoming<{ id: string }>(account.id, 'fss-sedo-proactive-payments-benefit');
	return { path: `/v1/${account.id}/docflows/${id}`, json: { ...ofAccount(account), docflowId: id } };
}

/** The request for them, and its raw signature. */
async function documentsRequest(service: Service, account: SeedAccount) {
	const { path, json } = await emptyDocflow(service, account);
	const { content, privateKey } = certificateOf(account);
	const request = await service.call<{ id: string; 'data-to-sign': string }>('post', `${path}/generate-documents-request`, { 'certificate-base64': content });
	const signature = Buffer.from(signDigest(readPrivateKey(privateKey), Buffer.from(request['data-to-sign'], 'base64')));
	const given: Given = { json: { ...json, requestId: request.id }, files: { signature: { bytes: signature, fileName: 'request.bin' } } };
	return { path: `${path}/documents-requests/${request.id}`, signature, given };
}

export const replyStages: Stages = {
	'a document that wants a reply': wanting(answeredReport),
	'a demand to refuse': wanting(acknowledgedDemand),
	'a reply': made(answeredReport),
	'a signed reply': signed(answeredReport),
	'a reply that is signed in the cloud': inCloud(answeredReport),
	'a document of an inventory that wants a reply': wanting(answeredInventory),
	'a reply of an inventory': made(answeredInventory),
	'a signed reply of an inventory': signed(answeredInventory),
	'a reply of an inventory that is signed in the cloud': inCloud(answeredInventory),
	'a letter of the pension fund': wanting(pensionLetter),
	'a reply to the pension fund': async (service, account) => (await pensionReply(service, account)).given,
	'a signed reply to the pension fund': async (service, account) => {
		const { filePath, plain, signature, given } = await pensionReply(service, account);
		await service.call('put', `${filePath}/decrypted-content`, plain);
		await service.call('put', `${filePath}/signature`, signature);
		return given;
	},
	'a reply to the pension fund that is signed in the cloud': async (service, account) => {
		const { replyPath, given } = await pensionReply(service, account);
		return { ...given, json: { ...given.json, ...(await cloudSigned(service, replyPath)) } };
	},
	'a reply of 2018': async (service, account) => {
		const { path, json, type } = await answeredReport(service, account);
		const { id, content, filename } = await service.call<{ id: string; content: string; filename: string }>('post', `${path}/reply/${type}/generate`);
		const bytes = Buffer.from(content, 'base64');
		return {
			json: { ...json, documentType: type, replyId: id, fileName: filename },
			files: { data: { bytes, fileName: filename }, signature: { bytes: signatureOf(account, bytes), fileName: `${filename}.sig` } },
		};
	},
	'an empty docflow of the social fund': async (service, account) => ({ json: (await emptyDocflow(service, account)).json }),
	'a documents request': async (service, account) => (await documentsRequest(service, account)).given,
	'a signed documents request': async (service, account) => {
		const { path, signature, given } = await documentsRequest(service, account);
		await service.call('put', `${path}/signature`, signature);
		return given;
	},
};
