/**
 * `npm run docs`: writes what follows from the catalogue, the forms and the reference: labels, output schemas of the
 * nodes, and the pages below docs/reference. With `--to <folder>` it writes them there instead, which the tests do.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { labelsSource } from './labels.mjs';
import { root } from './places.mjs';
import { main, Stop } from './progress.mjs';
import { withCompiled } from './reference/compiled.mjs';
import { coveragePage } from './reference/coveragePage.mjs';
import { nodeFaces, placesOf } from './reference/faces.mjs';
import { actionPage, triggerPage } from './reference/nodePage.mjs';
import { outputOf, outputOfTrigger } from './reference/output.mjs';

await main(async () => {
	const target = targetFolder(process.argv.slice(2));
	// The labels are a source of what is compiled, so they come first.
	write(target, { 'extern/labels/known.ts': labelsSource() });
	const files = withCompiled(generatedFiles);
	removeGenerated(target);
	write(target, files);
	process.stdout.write(`${Object.keys(files).length + 1} files written to ${target}\n`);
});

/** Text of every generated file by its path. */
function generatedFiles(load) {
	const { catalogue, schemaOf } = load('extern/operations/index.js');
	const faces = nodeFaces(load);
	const operations = JSON.parse(readFileSync(join(root, 'test/reference/operations.json'), 'utf8'));
	const { inReadingOrder } = load('nodes/run/readingOrder.js');
	const truth = { reference: new Map(operations.map((operation) => [operation.id, operation])), tell: load('nodes/run/present.js').tell, inReadingOrder };
	const schema = (outline) => {
		const { type, properties } = schemaOf(outline);
		return { type, properties: inReadingOrder(properties), version: 1 };
	};
	return {
		...Object.assign({}, ...faces.flatMap((face) => schemas(face, catalogue, schema))),
		...Object.fromEntries(faces.map((face) => [`docs/reference/${face.className}.md`, nodePage(face, catalogue, truth)])),
		'docs/reference/coverage.md': coveragePage(operations, (id) => placesOf(id, faces).map(inEditorsWords)),
	};
}

function nodePage(face, catalogue, truth) {
	return face.forms.length > 0 ? actionPage(face, catalogue, truth) : triggerPage(face, catalogue, truth);
}

function inEditorsWords({ description, form }) {
	const step = description.displayName.replace('Kontur Extern ', '');
	if (!form) return step;
	const resource = description.properties.find(({ name }) => name === 'resource').options.find(({ value }) => value === form.resource);
	return `${step}: ${resource.name}: ${form.name}`;
}

/** Where n8n looks for the output of a node before it ran. */
function schemas({ className, forms }, catalogue, schema) {
	const folder = `nodes/${className}/__schema__/v1.0.0`;
	const described = forms.filter(({ output }) => output).map((form) => [`${folder}/${form.resource}/${form.operation}.json`, outputOf(form)]);
	const own = forms.length > 0 ? described : [[`${folder}.json`, outputOfTrigger(catalogue.get('docflow-get').outline)]];
	return own.map(([path, outline]) => ({ [path]: `${JSON.stringify(schema(outline), null, '\t')}\n` }));
}

/** What a form or a node that is gone has left behind. */
function removeGenerated(target) {
	rmSync(join(target, 'docs/reference'), { recursive: true, force: true });
	for (const node of readdirSync(join(root, 'nodes'))) rmSync(join(target, 'nodes', node, '__schema__'), { recursive: true, force: true });
}

function write(target, files) {
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(target, path)), { recursive: true });
		writeFileSync(join(target, path), text);
	}
}

function targetFolder(given) {
	if (given.length === 0) return root;
	if (given[0] === '--to' && given.length === 2) return resolve(given[1]);
	throw new Stop('Usage: npm run docs [-- --to <folder>]');
}
