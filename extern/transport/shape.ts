import type { Answer } from '../operations/operation';

interface Expected<W> {
	readonly answer: Answer<W>;
	readonly inferred?: boolean;
}

/**
 * Whether an answer has the outer shape that its operation promises. A proxy's page, a bare `null`
 * or another operation's answer ends here as one failure, not as a crash wherever it is read.
 * Members are not judged: the service leaves some out and adds others.
 * @param value the parsed body
 */
export function hasShape<W>({ answer, inferred }: Expected<W>, value: unknown): value is W {
	switch (answer.kind) {
		case 'nothing':
		case 'any':
			return true;
		case 'array':
			return Array.isArray(value) && value.every(isObject);
		case 'base64':
		case 'text':
			return typeof value === 'string';
		case 'task':
			return isObject(value) && 'id' in value && typeof value.id === 'string';
		case 'json':
		case 'page':
			return isObject(value) || (inferred === true && Array.isArray(value));
	}
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
