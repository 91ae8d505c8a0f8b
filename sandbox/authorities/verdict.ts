/** The judgement of one detached signature over the exact bytes of one content. */

import { readSignature, Streebog, verifyDetached, type Certificate } from '../../gost';
import type { World } from '../world/world';

export interface ExpectedSigner {
	/** Thumbprints of the certificates that may have signed. */
	thumbprints: string[];
	contentId: string;
}

const DIFFERENCES: Record<string, string> = {
	'digest-differs': 'Подпись не соответствует файлу: файл изменён после подписания',
	'signature-wrong': 'Подпись не соответствует файлу: файл изменён после подписания, или подпись повреждена',
	'certificate-missing': 'В подписи нет сертификата подписанта',
	'not-gost': 'Подпись выполнена не по ГОСТ',
	attached: 'Подпись присоединённая, а нужна открепленная',
	'no-signer': 'В подписи нет подписанта',
};

/** What is wrong with a signature, in words; undefined when it is good. */
export function signatureProblem(
	world: World,
	signature: Uint8Array,
	{ thumbprints, contentId }: ExpectedSigner,
): string | undefined {
	const verdict = verdictOf(world, signature, contentId);
	if (typeof verdict === 'string') return verdict;
	if (!thumbprints.includes(verdict.thumbprint)) return 'Подпись поставлена не тем сертификатом, который указан у отправителя';
	return certificateProblem(world, verdict);
}

/** What is wrong with a certificate now; undefined when it is good. */
export function certificateProblem(world: World, certificate: Certificate): string | undefined {
	const now = world.clock.now();
	if (now < certificate.notBefore) return 'Срок действия сертификата ещё не наступил';
	if (now > certificate.notAfter) return 'Срок действия сертификата истёк';
	if (!world.pki.isQualified(certificate))
		return 'Сертификат не является квалифицированным: он выдан неизвестным удостоверяющим центром';
	return undefined;
}

function verdictOf(world: World, signature: Uint8Array, contentId: string): Certificate | string {
	try {
		const { valid, reason, certificate } = verifyDetached(readSignature(signature), (bits) => digestOf(world, contentId, bits));
		if (valid && certificate) return certificate;
		return DIFFERENCES[reason ?? ''] ?? 'Подпись неверна';
	} catch {
		return 'Подпись не удалось разобрать: это не CMS (PKCS#7)';
	}
}

/** Streebog of a content, however large. */
export function digestOf(world: World, contentId: string, bits: 256 | 512): Uint8Array {
	const digest = new Streebog(bits);
	world.contents.eachBlock(contentId, (block) => digest.update(block));
	return digest.digest();
}
