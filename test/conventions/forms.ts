import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Form } from '../../nodes/forms/form';
import { root } from './places';

const folder = join(root, 'nodes/forms');

/** The forms of every action node, by the name of its folder. */
export async function formLists(): Promise<ReadonlyMap<string, readonly Form[]>> {
	const lists = new Map<string, readonly Form[]>();
	for (const entry of readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory())) {
		const { forms }: { forms: readonly Form[] } = await import(join(folder, entry.name));
		lists.set(entry.name, forms);
	}
	return lists;
}
