import { itemsOf, runTask, type TaskKind } from '../../extern';
import { type Fields, type InputOf, type Operation, type Outline, taskOutline } from '../../extern/operations';
import type { Result, Step } from '../run/step';
import { limit, returnAll } from './fields';
import type { Form } from './form';

/** What an operator reads of a form, and fills in. */
export type Face = Pick<Form, 'resource' | 'operation' | 'name' | 'action' | 'description' | 'fields' | 'more'>;

/** What a form takes over from the record of its main operation. */
export function ofRecord<F extends Fields, W, S>({ id, deprecated, irreversible }: Operation<F, W, S>) {
	return { uses: [id], legacy: deprecated, irreversible };
}

/**
 * The form of an operation that needs nothing but its record: reads the inputs of the same names,
 * calls, and returns the answer.
 */
export function form<F extends Fields, W extends object>(operation: Operation<F, W>, face: Face): Form {
	return {
		...face,
		...ofRecord(operation),
		output: operation.outline,
		simplifies: operation.outline !== undefined,
		async run(step) {
			const input = await step.inputWithFiles(operation.input);
			if (operation.irreversible && step.isDryRun) return wouldDo(step, face.description, known(input));
			return [step.answer(await step.extern.call(operation, input), operation.outline, known(input))];
		},
	};
}

/** The form of an operation that answers nothing, such as deleting; `done` is the key that says so in the output. */
export function doneForm<F extends Fields>(operation: Operation<F, void>, face: Face & { done: string }): Form {
	const { done, ...rest } = face;
	return {
		...rest,
		...ofRecord(operation),
		async run(step) {
			const input = await step.inputWithFiles(operation.input);
			if (operation.irreversible && step.isDryRun) return wouldDo(step, face.description, known(input));
			await step.extern.call(operation, input);
			return [step.result({ ...known(input), [done]: true })];
		},
	};
}

/** What an operator may ask for that the service cannot filter by. */
interface Choosy<F extends Fields, S> {
	/** The inputs of the lists to read one after another, where one list does not show everything. */
	lists?(step: Step, input: InputOf<F>): ReadonlyArray<InputOf<F>>;
	/** Whether an entry is wanted, or undefined when all are. */
	wanted?(step: Step): ((entry: S) => boolean) | undefined;
}

/** The form of a list: Return All or a limit, one item per entry. */
export function listForm<F extends Fields, W, S extends object>(operation: Operation<F, W, S>, { wanted, lists, ...face }: Face & Choosy<F, S>): Form {
	return {
		...face,
		fields: [...face.fields, returnAll, { ...limit, when: { returnAll: [false] } }],
		...ofRecord(operation),
		output: operation.outline,
		simplifies: operation.outline !== undefined,
		async run(step) {
			const input = step.input(operation.input);
			const most = step.isOn('returnAll') ? undefined : Number(step.value('limit') ?? limit.default);
			const isWanted = wanted?.(step);
			const results: Result[] = [];
			for (const list of lists?.(step, input) ?? [input]) {
				for await (const entry of itemsOf(step.extern, operation, list, isWanted ? undefined : most)) {
					if (isWanted?.(entry) === false) continue;
					results.push(step.answer(entry, operation.outline, known(input)));
					if (results.length === most) return results;
				}
			}
			return results;
		},
	};
}

/** The form of a plain array: one item per entry. */
export function arrayForm<F extends Fields, S extends object>(operation: Operation<F, readonly S[], S>, face: Face): Form {
	return {
		...face,
		...ofRecord(operation),
		output: operation.outline,
		simplifies: operation.outline !== undefined,
		async run(step) {
			const input = await step.inputWithFiles(operation.input);
			const entries = await step.extern.call(operation, input);
			return entries.map((entry) => step.answer(entry, operation.outline, known(input)));
		},
	};
}

/** The form of an operation whose answer no document tells: passed on as it comes, one item per entry of a list. */
export function rawForm<F extends Fields>(operation: Operation<F, unknown>, face: Face): Form {
	return {
		...face,
		...ofRecord(operation),
		async run(step) {
			const input = await step.inputWithFiles(operation.input);
			if (operation.irreversible && step.isDryRun) return wouldDo(step, face.description, known(input));
			const answer = await step.extern.call(operation, input);
			const entries: unknown[] = Array.isArray(answer) ? answer : [answer];
			return entries.map((entry) => step.result({ ...known(input), ...membersOrAnswer(entry) }));
		},
	};
}

function membersOrAnswer(entry: unknown): Record<string, unknown> {
	return typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? { ...entry } : { answer: entry };
}

/** What becomes of the bytes that an operation answers in base64. */
interface FileOut {
	/** Binary field of the output. */
	readonly property: string;
	readonly mimeType?: string;
	name(ids: Readonly<Record<string, unknown>>): string;
}

/** The form of an operation that answers a file. */
export function fileForm<F extends Fields>(operation: Operation<F, string>, face: Face & { file: FileOut }): Form {
	const { file, ...rest } = face;
	return {
		...rest,
		...ofRecord(operation),
		async run(step) {
			const input = await step.inputWithFiles(operation.input);
			const ids = known(input);
			const content = await step.extern.call(operation, input);
			return [step.result(ids, await step.store(file.property, Buffer.from(content, 'base64'), file.name(ids), file.mimeType))];
		},
	};
}

/** The form of an operation that works in the background: starts it, or joins it when it runs already, and waits. */
export function taskForm<F extends Fields, R extends object>(kind: TaskKind<F, R>, face: Face & TaskFace<R>): Form {
	const { calls, output, tell, ...rest } = face;
	return {
		...rest,
		...ofRecord(kind.start),
		uses: [kind.start.id, ...calls],
		waits: true,
		output: { taskId: taskOutline.taskId, taskState: taskOutline.taskState, ...output },
		async run(step) {
			const input = await step.inputWithFiles(kind.start.input);
			if (kind.start.irreversible && step.isDryRun) return wouldDo(step, face.description, known(input));
			const outcome = await runTask(step.extern, kind, input, step.patienceMs);
			const common = { ...known(input), taskId: outcome.taskId };
			if (outcome.kind === 'waiting') return [step.result({ ...common, taskState: 'running' })];
			const { json, binary } = await tell(step, outcome.result, common);
			return [step.result({ ...common, taskState: 'succeed', ...json }, binary)];
		},
	};
}

interface TaskFace<R> {
	/** Operations that look at the task and at what it made. */
	readonly calls: readonly string[];
	/** What the result adds to the output. */
	readonly output: Outline<never>;
	tell(step: Step, result: R, ids: Readonly<Record<string, unknown>>): Partial<Result> | Promise<Partial<Result>>;
}

/** What a dry run returns instead of doing it. */
export function wouldDo(step: Step, what: string, known: Record<string, unknown>) {
	return [step.result({ ...known, dryRun: true, wouldDo: what })];
}

/** Ids that were asked for belong into the output, so that the next step finds them; steps know a task by one name. */
export function known(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const ids = Object.entries(input).filter(([name, value]) => name.endsWith('Id') && typeof value === 'string');
	return Object.fromEntries(ids.map(([name, value]) => [name === 'apiTaskId' ? 'taskId' : name, value]));
}

