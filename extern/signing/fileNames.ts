const SIGNATURE_ENDING = /\.(sig|sign|sgn|p7s|p7m|p7b|cms|asc|pem|der|b64|base64|txt)$/i;

/**
 * Whether a signature file is called like the one of a document: `x.xml.sig`, `x.sig` or `x.xml.sig.b64` for `x.xml`.
 * A name proves nothing; it only tells what somebody meant.
 */
export function isNamedFor(signatureName: string, documentName: string): boolean {
	let name = signatureName.toLowerCase();
	const document = documentName.toLowerCase();
	while (SIGNATURE_ENDING.test(name)) {
		name = name.replace(SIGNATURE_ENDING, '');
		if (name === document || name === withoutEnding(document)) return true;
	}
	return false;
}

function withoutEnding(name: string): string {
	return name.replace(/\.[^.]+$/, '');
}
