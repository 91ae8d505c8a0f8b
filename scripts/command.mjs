import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { logs, root } from './places.mjs';
import { Stop } from './progress.mjs';

const leash = fileURLToPath(new URL('leash.mjs', import.meta.url));

const shownLines = 15;

/** A command ended with another code than 0. */
export class CommandFailed extends Stop {
	/**
	 * @param {string} title what was being done, in the reader's words
	 * @param {number} code
	 * @param {string} unseen what it printed and nobody saw
	 */
	constructor(title, code, unseen) {
		const lastLines = unseen.trim().split('\n').slice(-shownLines).join('\n');
		super(`${title} failed with code ${code}${lastLines && `. The last lines it printed:\n${lastLines}`}`);
	}
}

/**
 * Starts a command that ends when this process ends.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdout?: import('node:child_process').IOType, stderr?: import('node:child_process').IOType }} [options]
 */
export function spawnLeashed(command, commandArguments, options = {}) {
	const { cwd = root, env = process.env, stdout = 'pipe', stderr = 'pipe' } = options;
	return spawn(process.execPath, [leash, command, ...commandArguments], {
		cwd,
		env,
		detached: true,
		stdio: ['pipe', stdout, stderr],
	});
}

/**
 * Runs a command to its end and gives back what it printed. The output goes to `.cache/logs/<log>.log` as well.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{
 *   title: string,
 *   log: string,
 *   cwd?: string,
 *   env?: NodeJS.ProcessEnv,
 *   echo?: 'all' | 'stderr',
 *   timeoutMs?: number,
 * }} options `echo` shows the output, or standard error only, as it comes
 * @returns {Promise<string>}
 * @throws {CommandFailed} when the code is not 0
 */
export async function run(command, commandArguments, options) {
	const { title, log, cwd, env, echo, timeoutMs } = options;
	mkdirSync(logs, { recursive: true });
	const file = createWriteStream(join(logs, `${log}.log`));
	const child = spawnLeashed(command, commandArguments, { cwd, env });
	let output = '';
	for (const [stream, shown] of [
		[child.stdout, echo === 'all'],
		[child.stderr, echo !== undefined],
	]) {
		stream.setEncoding('utf8').on('data', (text) => {
			output += text;
			file.write(text);
			if (shown) process.stdout.write(text);
		});
	}
	const limit = timeoutMs && setTimeout(() => child.stdin.end(), timeoutMs);
	const code = await new Promise((resolve) => child.on('close', resolve));
	clearTimeout(limit);
	file.end();
	if (code !== 0) throw new CommandFailed(title, code, echo === 'all' ? '' : output);
	return output;
}
