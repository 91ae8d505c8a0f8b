import { itemsOf } from '../../extern';
import type { Fields, Operation } from '../../extern/operations';
import type { Step } from '../run/step';
import { limit, returnAll } from './fields';
import type { Form } from './form';

type Face = Pick<Form, 'resource' | 'operation' | 'name' | 'action' | 'description' | 'fields' | 'more'>;

/**
 * The form of an operation that needs nothing but its record: reads the inputs of the same names,
 * calls, and returns the answer.
 */
export function form<F extends Fields, W extends object>(operation: Operation<F, W>, face: Face): Form {
	return {
		...face,
		uses: [operation.id],
		output: operation.outline,
		simplifies: operation.outline !== undefined,
		async run(step) {
			const input = step.input(operation.input);
			return [step.answer(await step.extern.call(operation, input), operation.outline, known(input))];
		},
	};
}

/** The form of an operation that answers nothing and cannot be undone, such as deleting. */
export function doneForm<F extends Fields>(operation: Operation<F, void>, face: Face & { done: string }): Form {
	const { done, ...rest } = face;
	return {
		...rest,
		uses: [operation.id],
		irreversible: operation.irreversible,
		async run(step) {
			const input = step.input(operation.input);
			if (operation.irreversible && step.isDryRun) return wouldDo(step, face.description, known(input));
			await step.extern.call(operation, input);
			return [step.result({ ...known(input), [done]: true })];
		},
	};
}

/** The form of a list: Return All or a limit, one item per entry. */
export function listForm<F extends Fields, W, S extends object>(operation: Operation<F, W, S>, face: Face): Form {
	return {
		...face,
		fields: [...face.fields, returnAll, { ...limit, when: { returnAll: [false] } }],
		uses: [operation.id],
		output: operation.outline,
		simplifies: true,
		async run(step) {
			const input = step.input(operation.input);
			const most = step.isOn('returnAll') ? undefined : Number(step.value('limit') ?? limit.default);
			const results = [];
			for await (const entry of itemsOf(step.extern, operation, input, most)) results.push(step.answer(entry, operation.outline, known(input)));
			return results;
		},
	};
}

/** What a dry run returns instead of doing it. */
export function wouldDo(step: Step, what: string, known: Record<string, unknown>) {
	return [step.result({ ...known, dryRun: true, wouldDo: what })];
}

/** Ids that were asked for belong into the output, so that the next step finds them. */
function known(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(input).filter(([name, value]) => name.endsWith('Id') && typeof value === 'string'));
}

