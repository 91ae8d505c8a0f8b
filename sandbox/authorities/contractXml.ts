/** Turns the data of a JSON contract into XML: objects become elements, values attributes, lists repetitions. */

import { element, type Attributes } from './xml';

export function contractXml(name: string, data: Record<string, unknown>): string {
	const attributes: Attributes = {};
	const children: string[] = [];
	for (const [key, value] of Object.entries(data)) {
		if (typeof value === 'boolean') attributes[key] = value ? 1 : 0;
		else if (typeof value === 'string' || typeof value === 'number') attributes[key] = value;
		else
			for (const member of Array.isArray(value) ? value : [value]) if (isRecord(member)) children.push(contractXml(key, member));
	}
	return element(name, attributes, ...children);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
