/** The time of the simulated world: it runs `speed` times faster than real time and can be moved forward. */

interface Appointment {
	due: number;
	order: number;
	run: () => void;
}

/** setTimeout takes at most 2^31 - 1 ms; later appointments are looked at again then. */
const LONGEST_REAL_WAIT = 2_147_483_647;

export class Clock {
	readonly #firstSpeed: number;
	#speed: number;
	#realAnchor = performance.now();
	#simulatedAnchor: number;
	#appointments: Appointment[] = [];
	#order = 0;
	#timer: NodeJS.Timeout | undefined;
	#moment: number | undefined;

	constructor(speed = 1, start: Date = new Date()) {
		this.#firstSpeed = speed;
		this.#speed = speed;
		this.#simulatedAnchor = start.getTime();
	}

	get speed(): number {
		return this.#speed;
	}

	now(): Date {
		return new Date(this.#simulated());
	}

	/** Makes simulated time run `speed` times faster than real time from now on. */
	setSpeed(speed: number): void {
		if (!Number.isFinite(speed) || speed <= 0) throw new RangeError('speed must be a positive number');
		this.#anchorAt(this.#simulated());
		this.#speed = speed;
		this.#arm();
	}

	/** Jumps forward; everything due on the way happens in its order, each thing at its own moment. */
	advance(simulatedMs: number): void {
		if (!(simulatedMs >= 0)) throw new RangeError('time only goes forward');
		const target = this.#simulated() + simulatedMs;
		this.#runDue(target);
		this.#anchorAt(target);
		this.#arm();
	}

	/** Calls `run` after that much simulated time; the answer cancels it. */
	after(simulatedMs: number, run: () => void): () => void {
		const appointment = { due: this.#simulated() + simulatedMs, order: this.#order++, run };
		this.#appointments.push(appointment);
		this.#appointments.sort((left, right) => left.due - right.due || left.order - right.order);
		this.#arm();
		return () => {
			this.#appointments = this.#appointments.filter((other) => other !== appointment);
		};
	}

	/** Forgets everything that was to happen and goes on at the speed of the start; time is not turned back. */
	reset(): void {
		this.#appointments = [];
		this.setSpeed(this.#firstSpeed);
	}

	#simulated(): number {
		return this.#moment ?? this.#simulatedAnchor + (performance.now() - this.#realAnchor) * this.#speed;
	}

	#anchorAt(simulated: number): void {
		this.#simulatedAnchor = simulated;
		this.#realAnchor = performance.now();
	}

	#runDue(until: number): void {
		for (let next = this.#appointments[0]; next && next.due <= until; next = this.#appointments[0]) {
			this.#appointments.shift();
			this.#moment = next.due;
			try {
				next.run();
			} finally {
				this.#moment = undefined;
			}
		}
	}

	#arm(): void {
		clearTimeout(this.#timer);
		const next = this.#appointments[0];
		if (!next || this.#moment !== undefined) return;
		const realWait = Math.min(Math.max((next.due - this.#simulated()) / this.#speed, 0), LONGEST_REAL_WAIT);
		this.#timer = setTimeout(() => {
			this.#runDue(this.#simulated());
			this.#arm();
		}, Math.ceil(realWait));
	}
}
