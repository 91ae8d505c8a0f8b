import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { GostBench } from '../gostEngine';

const run = promisify(execFile);

/** What OpenSSL says to a file. */
export interface TheirVerdict {
	readonly accepts: boolean;
	/** What it printed, for the reader of a difference. */
	readonly reason: string;
	readonly output?: Buffer;
}

// of processor time for one file; it answers in milliseconds
const limitSeconds = 20;
// the machines that run this have two cores, and our own readers need a part of one
const jurors = 2;

/** Asks OpenSSL once for each file: one process each, started by as many shells as there are jurors. */
export async function theirVerdicts(bench: GostBench, questions: { command: string; file: string }[]): Promise<TheirVerdict[]> {
	const size = Math.ceil(questions.length / jurors);
	const shares = Array.from({ length: jurors }, (_, juror) => questions.slice(juror * size, (juror + 1) * size));
	return (await Promise.all(shares.map((share, juror) => verdictsOfOne(bench, share, juror)))).flat();
}

async function verdictsOfOne(bench: GostBench, questions: { command: string; file: string }[], juror: number): Promise<TheirVerdict[]> {
	const lines = questions.map(({ command, file }) => `{ openssl ${command}; } >${file}.log 2>&1; echo $?`);
	bench.write(`juror${juror}.sh`, [`ulimit -t ${limitSeconds}`, ...lines, ''].join('\n'));
	const { stdout } = await run('sh', [`juror${juror}.sh`], { cwd: bench.folder, env: bench.variables });
	const statuses = stdout.trim().split('\n').filter(Boolean).map(Number);
	if (statuses.length !== questions.length) throw new Error('The shell did not ask OpenSSL about every file');
	return await Promise.all(questions.map(({ file }, index) => verdictOf(bench, file, statuses[index])));
}

async function verdictOf({ folder }: GostBench, file: string, status: number): Promise<TheirVerdict> {
	const [output, log] = [`${folder}/${file}.out`, `${folder}/${file}.log`];
	const verdict = {
		accepts: status === 0,
		reason: (await readFile(log)).toString('latin1'),
		output: existsSync(output) ? await readFile(output) : undefined,
	};
	await Promise.all([output, log].map((path) => rm(path, { force: true })));
	return verdict;
}
