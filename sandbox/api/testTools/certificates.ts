/** The test tool that issues a certificate together with its key. */

import { writePrivateKey } from '../../../gost';
import { madeUpCompany, madeUpPerson, type Named } from '../../seed/madeUp';
import { subjectOf } from '../../seed/subjects';
import type { Handlers } from '../call';
import { base64 } from '../wire';
import { checkRequisites } from './requisites';

/** A company's when its INN or name is given, otherwise a person's. */
export const certificateTool: Handlers = {
	'test-tools-generate-certificate': (call) => {
		const { email, ...named } = call.body<Named & { email?: string; encoding?: string }>();
		checkRequisites(named);
		const { certificate, key } = call.world.pki.issue({ ...subjectFor(named), email });
		return { status: 200, body: { certificate: base64(certificate.der), privateKey: writePrivateKey(key), pfx: null } };
	},
};

function subjectFor(named: Named) {
	const ofPerson = named.inn === undefined ? named.organizationName === undefined : named.inn.length === 12;
	if (ofPerson) return subjectOf(undefined, madeUpPerson(named));
	const { company, person } = madeUpCompany(named);
	return subjectOf(company, person);
}
