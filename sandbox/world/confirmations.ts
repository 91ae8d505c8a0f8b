/** Cloud operations that wait for the code of an SMS: the key on the server is used only after it was given. */

import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Task, Tasks, TaskStart } from './tasks';

export interface Confirmation {
	requestId: string;
	/** What the SMS says. */
	code: string;
	task: Task;
	attemptsLeft: number;
	work: TaskStart['work'];
}

/** How long a code is good and how often it may be mistyped is not documented: this is our reading. */
const CODE_LIFE_MS = 5 * 60 * 1000;
const ATTEMPTS = 3;

export class Confirmations {
	#confirmations = new Map<string, Confirmation>();

	constructor(
		private readonly clock: Clock,
		private readonly tasks: Tasks,
	) {}

	/** Begins a task that does its work once the code is given; the caller has made sure that nothing holds the lock. */
	ask(operation: TaskStart): Confirmation {
		const task = this.tasks.open(operation);
		task.progress = 'AwaitingForConfirmation';
		const confirmation: Confirmation = {
			requestId: randomUUID(),
			code: String(randomInt(1_000_000)).padStart(6, '0'),
			task,
			attemptsLeft: ATTEMPTS,
			work: operation.work,
		};
		this.#confirmations.set(confirmation.requestId, confirmation);
		this.clock.after(CODE_LIFE_MS, () => {
			if (task.state === 'running')
				this.#giveUp(task, {
					progress: 'Timeout',
					message: 'Срок действия кода подтверждения истёк',
				});
		});
		return confirmation;
	}

	find(requestId: string): Confirmation | undefined {
		return this.#confirmations.get(requestId.toLowerCase());
	}

	/** Whether the code was right; the work is done then. After too many wrong ones the task fails. */
	confirm(confirmation: Confirmation, code: string): boolean {
		const { task } = confirmation;
		if (code === confirmation.code) {
			task.progress = 'Completed';
			this.tasks.finish(task, confirmation.work);
			return true;
		}
		confirmation.attemptsLeft -= 1;
		if (confirmation.attemptsLeft === 0)
			this.#giveUp(task, {
				progress: 'ExceededConfirmationAttemptsCount',
				message: 'Превышено число попыток ввода кода подтверждения',
			});
		return false;
	}

	clear(): void {
		this.#confirmations.clear();
	}

	#giveUp(task: Task, { progress, message }: { progress: string; message: string }): void {
		task.progress = progress;
		this.tasks.finish(task, () => ({
			error: {
				id: 'urn:error:externapi:error',
				'status-code': 400,
				message,
				'trace-id': task.id.replaceAll('-', ''),
			},
		}));
	}
}
