/** Seconds as a reader says them: `8 s`, `2 min 05 s`. */
export function duration(milliseconds) {
	const seconds = Math.round(milliseconds / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

const reminderMs = 15_000;

/**
 * Prints what is being done, a sign of life while it takes long, and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
	const started = Date.now();
	process.stdout.write(`• ${title}\n`);
	const reminder = setInterval(
		() => process.stdout.write(`  … ${duration(Date.now() - started)}\n`),
		reminderMs,
	);
	try {
		const result = await work();
		process.stdout.write(`  done in ${duration(Date.now() - started)}\n`);
		return result;
	} finally {
		clearInterval(reminder);
	}
}

/** What the reader can mend: printed as it is, without a stack. */
export class Stop extends Error {}

/**
 * The frame of a script: a `Stop` becomes its message and exit code 1.
 * @param {() => Promise<void>} work
 */
export async function main(work) {
	try {
		await work();
	} catch (error) {
		process.stderr.write(`${error instanceof Stop ? error.message : error.stack}\n`);
		process.exit(1);
	}
}
