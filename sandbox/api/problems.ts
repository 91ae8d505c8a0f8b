/** What the service answers when it refuses. */

export interface ConcurrentTask {
	id: string;
	'task-type': string;
}

export interface Problem {
	status: number;
	/** urn:error:externapi:… without the prefix; `error` when the service has no better word. */
	code?: string;
	message: string;
	properties?: Record<string, string>;
	concurrentTask?: ConcurrentTask;
	/** Fields that an error of one operation has in addition. */
	more?: Record<string, unknown>;
}

export class ApiProblem extends Error {
	constructor(readonly problem: Problem) {
		super(problem.message);
	}

	/** The ApiError of the wire. */
	body(traceId: string): Record<string, unknown> {
		const { status, code = 'error', message, properties, concurrentTask, more } = this.problem;
		return {
			id: `urn:error:externapi:${code}`,
			'status-code': status,
			message,
			'trace-id': traceId,
			...(properties ? { properties } : {}),
			...(concurrentTask ? { 'track-id': traceId.slice(0, 12), context: { 'concurrent-task': concurrentTask } } : {}),
			...more,
		};
	}
}

export function badRequest(message: string, properties?: Record<string, string>): ApiProblem {
	return new ApiProblem({ status: 400, message, properties });
}

export function unauthorized(message: string): ApiProblem {
	return new ApiProblem({ status: 401, message });
}

export function forbidden(message: string): ApiProblem {
	return new ApiProblem({ status: 403, message });
}

export function notFound(what: string, id: string): ApiProblem {
	return new ApiProblem({ status: 404, message: `${what} ${id}: не найдено` });
}

/** Somebody, perhaps the same caller, is working on the object. */
export function locked(task: { id: string; type: string }): ApiProblem {
	return new ApiProblem({
		status: 409,
		code: 'concurrentApiTaskActive',
		message: 'Объект заблокирован: над ним выполняется другая операция',
		concurrentTask: { id: task.id, 'task-type': task.type },
	});
}
