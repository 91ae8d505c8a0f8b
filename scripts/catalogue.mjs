/** `npm run -s catalogue`: the operation catalogue as JSON, sorted by id, with the forms that reach each operation. */
import { main } from './progress.mjs';
import { withCompiled } from './reference/compiled.mjs';
import { nodeFaces, placesOf } from './reference/faces.mjs';

await main(async () => {
	const records = withCompiled(recordsOf);
	process.stdout.write(`${JSON.stringify(records, null, '\t')}\n`);
	const unreached = records.filter(({ usedBy }) => usedBy.length === 0).map(({ id }) => id);
	if (unreached.length > 0) process.stderr.write(`No node uses ${unreached.join(', ')}\n`);
});

function recordsOf(load) {
	const { catalogue } = load('extern/operations/index.js');
	const faces = nodeFaces(load);
	return [...catalogue.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((record) => recordOf(record, faces));
}

function recordOf({ id, method, path, repeat, deprecated = false, inferred = false, irreversible = false }, faces) {
	const usedBy = placesOf(id, faces).map(({ description, form }) => ({
		node: description.name,
		resource: form?.resource ?? null,
		operation: form?.operation ?? null,
	}));
	const { node, resource, operation } = usedBy[0] ?? { node: null, resource: null, operation: null };
	return { id, method, path, node, resource, operation, deprecated, inferred, irreversible, repeat, usedBy };
}
