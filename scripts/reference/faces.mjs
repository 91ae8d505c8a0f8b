import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { root } from '../places.mjs';
import { Stop } from '../progress.mjs';

/** The trigger has no forms: what its sources read, and what Add Docflow adds. */
const triggerUses = ['events-list', 'docflows-list', 'docflow-get', 'reports-tables-search', 'certificates-list', 'warrants-list', 'accounts-list', 'organizations-list'];

/**
 * @typedef {object} NodeFace
 * @property {string} className
 * @property {import('n8n-workflow').INodeTypeDescription} description
 * @property {import('../../nodes/forms/form').Form[]} forms in the order of the resources and operations of the editor
 * @property {string[]} uses operations that the node calls without a form
 */

/**
 * The nodes with the forms that they offer, as the operator meets them.
 * @param {(file: string) => Record<string, any>} load
 * @returns {NodeFace[]}
 * @throws {Stop} when a form is offered by no node
 */
export function nodeFaces(load) {
	const forms = formsOf(load);
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const faces = n8n.nodes.map((built) => {
		const className = basename(built, '.node.js');
		const { description } = new (load(built.replace(/^dist\//, ''))[className])();
		const offered = forms.filter((form) => offers(description, form)).sort(inEditorsOrder(description));
		return { className, description, forms: offered, uses: description.polling ? triggerUses : [] };
	});
	const homeless = forms.filter((form) => faces.filter((face) => face.forms.includes(form)).length !== 1);
	if (homeless.length > 0) throw new Stop(`Not offered by exactly one node: ${homeless.map(({ action }) => action).join(', ')}`);
	return faces;
}

/**
 * Where an operator meets an operation, the most direct way first: its own form, then what is composed of it.
 * @param {string} id
 * @param {NodeFace[]} faces
 * @returns {Array<{ description: object, form?: import('../../nodes/forms/form').Form }>}
 */
export function placesOf(id, faces) {
	const distance = ({ form }) => (form ? (form.uses[0] === id ? 0 : 100) + form.uses.length : 1000);
	return faces
		.flatMap(({ description, forms, uses }) => [
			...forms.filter((form) => form.uses.includes(id)).map((form) => ({ description, form })),
			...(uses.includes(id) ? [{ description }] : []),
		])
		.sort((a, b) => distance(a) - distance(b));
}

/** The forms of all action nodes; each has a folder of its own. */
function formsOf(load) {
	const folders = readdirSync(join(root, 'nodes/forms'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return folders.flatMap(({ name }) => load(`nodes/forms/${name}/index.js`).forms);
}

function offers(description, { resource, operation, action }) {
	return operationSelectors(description).some(
		({ displayOptions, options }) =>
			displayOptions.show.resource.includes(resource) && options.some((option) => option.value === operation && option.action === action),
	);
}

function inEditorsOrder(description) {
	const { options: resources } = description.properties.find(({ name }) => name === 'resource') ?? { options: [] };
	const place = ({ resource, name }) => `${String(resources.findIndex(({ value }) => value === resource)).padStart(3, '0')} ${name}`;
	return (a, b) => (place(a) < place(b) ? -1 : 1);
}

function operationSelectors({ properties }) {
	return properties.filter(({ name }) => name === 'operation');
}

/** What the editor shows for one operation of a node. */
export function propertiesShown({ properties }, { resource, operation }) {
	return properties.filter(({ name, displayOptions }) => {
		const { show, hide } = displayOptions ?? {};
		if (name === 'operation' || (!show && !hide)) return false;
		const isShown = !show || (show.resource?.includes(resource) && show.operation?.includes(operation));
		return isShown && !hide?.resource?.includes(resource) && !hide?.operation?.includes(operation);
	});
}
