/**
 * Runs one command and ends it, with all that it has started, when standard input closes. The parent holds the other
 * end of that pipe, so the command cannot outlive it, whatever ended the parent: Ctrl-C, an error or `kill -9`.
 *
 * `node leash.mjs COMMAND ARGUMENT…`, started as the leader of a process group of its own.
 */
import { spawn } from 'node:child_process';

const graceMs = 10_000;
const [command, ...commandArguments] = process.argv.slice(2);
const child = spawn(command, commandArguments, { stdio: ['ignore', 'inherit', 'inherit'] });

/** Asks everybody in the group to end; this process alone ignores it. */
function endGroup() {
	process.on('SIGTERM', () => undefined);
	process.kill(-process.pid, 'SIGTERM');
}

function endGroupInTime() {
	endGroup();
	setTimeout(() => process.kill(-process.pid, 'SIGKILL'), graceMs);
}

child.on('error', (error) => {
	process.stderr.write(`${command}: ${error.message}\n`);
	process.exit(127);
});
child.on('exit', (code, signal) => {
	endGroup();
	process.exit(code ?? (signal ? 128 : 1));
});
process.stdin.on('end', endGroupInTime).on('error', endGroupInTime).resume();
