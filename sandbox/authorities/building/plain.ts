/** Builders that only pack: the first document is the main one, the others go with it. */

import { builtFiles, DRAFT_LIMITS, split, type BuilderKind } from './package';

export function plainKind({
	recipients,
	main,
	attachment,
}: {
	recipients: BuilderKind['recipients'];
	main: string;
	/** Absent where each main document goes alone. */
	attachment?: string;
}): BuilderKind {
	return {
		recipients,
		pack: (world, _builder, good) => {
			if (!attachment) return good.flatMap((document) => builtFiles(world, document, main)).map((file) => [file]);
			const [first, ...others] = good.flatMap((document) => builtFiles(world, document, attachment));
			if (!first) return [];
			const head = { ...first, type: main };
			const rest = { files: DRAFT_LIMITS.files - 1, bytes: DRAFT_LIMITS.bytes - first.size };
			const drafts = split(
				others.map((file) => [file]),
				rest,
			);
			return drafts.length > 0 ? drafts.map((files) => [head, ...files]) : [[head]];
		},
	};
}
