const probeEveryMs = 100;

/**
 * Asks again and again until the answer is what the test waits for.
 * @template T
 * @param {string} what for the message when it does not come
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} [isIt] truth, when left out
 * @param {number} [limitMs]
 * @returns {Promise<T>}
 */
export async function eventually(what, ask, isIt = Boolean, limitMs = 60_000) {
	const deadline = Date.now() + limitMs;
	for (;;) {
		const answer = await ask();
		if (isIt(answer)) return answer;
		if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}; the last answer: ${JSON.stringify(answer)}`);
		await pause(probeEveryMs);
	}
}

export function pause(milliseconds) {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
