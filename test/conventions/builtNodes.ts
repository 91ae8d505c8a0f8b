import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { ICredentialType, INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';

import { packageJson, root } from './places';

export interface BuiltNode {
	className: string;
	/** Path of the compiled file from the repository. */
	path: string;
	type: INodeType;
	codex: Codex | undefined;
}

export interface Codex {
	node: string;
	nodeVersion: string;
	codexVersion: string;
	categories: string[];
	alias?: string[];
	subcategories?: unknown;
	resources: {
		primaryDocumentation: Array<{ url: string }>;
		credentialDocumentation: Array<{ url: string }>;
	};
}

const load = createRequire(__filename);

/** A fresh object of a class of the built package, as n8n makes one. */
function instantiate<T>(path: string, suffix: string): T {
	const className = basename(path, suffix);
	const loaded = load(join(root, path));
	return new loaded[className]();
}

/** Every node that package.json lists and that is built; made anew at each call, since n8n changes what it loads. */
export function builtNodes(): BuiltNode[] {
	return packageJson.n8n.nodes
		.filter((path) => existsSync(join(root, path)))
		.map((path) => {
			const codexPath = join(root, path.replace(/\.js$/, '.json'));
			return {
				className: basename(path, '.node.js'),
				path,
				type: instantiate<INodeType>(path, '.node.js'),
				codex: existsSync(codexPath) ? JSON.parse(readFileSync(codexPath, 'utf8')) : undefined,
			};
		});
}

export function builtCredentials(): Array<{ path: string; type: ICredentialType }> {
	return packageJson.n8n.credentials
		.filter((path) => existsSync(join(root, path)))
		.map((path) => ({ path, type: instantiate<ICredentialType>(path, '.credentials.js') }));
}

/** A parameter and where it stands, `More Options › Timeout`. */
export interface PlacedProperty {
	place: string;
	property: INodeProperties;
}

/** All parameters of a node, those inside of collections included. */
export function everyProperty(properties: INodeProperties[], above = ''): PlacedProperty[] {
	return properties.flatMap((property) => {
		const place = above ? `${above} › ${property.displayName}` : property.displayName;
		return [{ place, property }, ...nestedIn(property).flatMap((nested) => everyProperty(nested, place))];
	});
}

/** The lists of parameters that stand side by side inside a collection. */
function nestedIn({ options = [] }: INodeProperties): INodeProperties[][] {
	const direct = options.filter((option): option is INodeProperties => 'displayName' in option && 'type' in option);
	const grouped = options.flatMap((option) => ('values' in option ? [option.values] : []));
	return [direct, ...grouped].filter((list) => list.length > 0);
}

/** The choices of a drop-down. */
export function choicesOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}

/** Every text that the operator reads, with its place. */
export function everyText({ type }: BuiltNode): Array<{ place: string; text: string }> {
	const { displayName, description, properties, subtitle = '' } = type.description;
	return [
		{ place: 'displayName', text: displayName },
		{ place: 'description', text: description },
		{ place: 'subtitle', text: subtitle },
		...everyProperty(properties).flatMap(({ place, property }) => [
			{ place, text: property.displayName },
			{ place, text: property.description ?? '' },
			{ place, text: property.hint ?? '' },
			...choicesOf(property).flatMap(({ name, description: meaning = '', action = '' }) =>
				[name, meaning, action].map((text) => ({ place: `${place} = ${name}`, text })),
			),
		]),
	].filter(({ text }) => text !== '');
}
