import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Form } from '../../nodes/forms/form';
import { root } from './places';

const folder = join(root, 'nodes/forms');

/** Every form that a file of nodes/forms exports, by the name of its list. */
export async function formLists(): Promise<ReadonlyMap<string, readonly Form[]>> {
	const lists = new Map<string, readonly Form[]>();
	for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
		const exported: Record<string, unknown> = await import(join(folder, basename(file, '.ts')));
		for (const [name, value] of Object.entries(exported)) {
			if (isFormList(value)) lists.set(name, value);
		}
	}
	return lists;
}

function isFormList(value: unknown): value is readonly Form[] {
	return Array.isArray(value) && value.length > 0 && value.every((entry) => Array.isArray(entry?.uses));
}
