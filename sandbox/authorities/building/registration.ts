/** Business registration: an application with its papers, each under its code of the registration handbook. */

import type { BuilderDocument, DraftsBuilder } from '../../world/builders';
import { builtFiles, DRAFT_LIMITS, isImage, split, type BuilderKind, type BuiltFile } from './package';

/** Codes of applications end in the number of their form: Р21001 is X21001 or 021001. */
const APPLICATION =
	/(21001|21002|24001|24002|26001|26002|11001|12001|12003|12016|13001|13014|14001|14002|15001|15016|16001|16002|16003|18002)$/;
const TYPE = 'urn:document:business-registration';

export const registrationKind: BuilderKind = {
	recipients: ['registration-ifns-code', 'ifns-code'],
	documentProblem: (_world, _builder, { files }) =>
		files.every((file) => isImage(file) || /\.xml$/i.test(file.name))
			? undefined
			: 'Формат файла не поддерживается: нужен jpg, png, pdf, tif, tiff или xml',
	packageProblem: (_builder, good) => (good.some(isApplication) ? undefined : 'Нет заявления о регистрации'),
	pack: (world, builder, good) => {
		const describes = descriptionOf(builder, good);
		const applications = good
			.filter(isApplication)
			.flatMap((document) => builtFiles(world, document, `${TYPE}-application`))
			.map((file): BuiltFile => ({ ...file, describes }));
		const papers = good
			.filter((document) => !isApplication(document))
			.map((document) => builtFiles(world, document, `${TYPE}-attachment`));
		// Without its application the rest would reach nobody: every draft holds it.
		const drafts = split(papers, {
			files: DRAFT_LIMITS.files - applications.length,
			bytes: DRAFT_LIMITS.bytes - applications.reduce((sum, { size }) => sum + size, 0),
		});
		return drafts.length > 0 ? drafts.map((files) => [...applications, ...files]) : [applications];
	},
};

function isApplication({ data }: BuilderDocument): boolean {
	return APPLICATION.test(data?.['svdreg-code'] ?? '');
}

function descriptionOf({ meta }: DraftsBuilder, documents: BuilderDocument[]): Record<string, unknown> {
	const info = meta['builder-data']?.['registration-info'];
	return {
		'svd-reg-codes': documents.flatMap(({ data }) => data?.['svdreg-code'] ?? []),
		'registration-info': info && {
			'applicant-infos': info['applicant-infos'].map(({ inn, fio }) => ({ fio, ...(inn ? { inn } : {}) })),
			'business-type': info['ul-info'] ? 'ul' : 'ip',
			...(info['ul-info'] ? { 'ul-info': { name: info['ul-info'].name } } : {}),
		},
	};
}
