const { monitorEventLoopDelay } = require('node:perf_hooks');

const megabyte = 1024 * 1024;
const sampleMs = 5;

/**
 * Runs work in this process and tells how long it took, how much memory it needed on top, and how long it held
 * up the event loop. Memory is sampled: the peak that the system reports counts the parent process in.
 * @param {() => Promise<void>} work
 */
exports.measure = async (work) => {
	const before = process.memoryUsage.rss();
	let peak = before;
	const sample = () => {
		peak = Math.max(peak, process.memoryUsage.rss());
	};
	const sampling = setInterval(sample, sampleMs);
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const begin = performance.now();
	await work();
	const totalMs = performance.now() - begin;
	delay.disable();
	clearInterval(sampling);
	sample();
	return {
		totalMs: Math.round(totalMs),
		moreMegabytes: Math.round((peak - before) / megabyte),
		longestDelayMs: Math.round(delay.max / 1e6),
		usualDelayMs: Math.round(delay.percentile(99) / 1e6),
	};
};
