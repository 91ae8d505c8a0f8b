/** The simulator of Kontur.Extern as a process of its own. */

import { readOptions } from './options';
import { startSandbox } from './sandbox';

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	const sandbox = await startSandbox(options);
	const { api, identity, control, dss } = sandbox.addresses;
	process.stdout.write(
		options.json
			? `${JSON.stringify(sandbox.addresses)}\n`
			: `Extern API  ${api}\nIdentity    ${identity}\nDSS         ${dss}\nWeb page    ${control}/\n`,
	);

	let ending = false;
	const end = async () => {
		if (ending) return;
		ending = true;
		await sandbox.close();
		process.exit(0);
	};
	process.on('SIGTERM', end);
	process.on('SIGINT', end);
	if (options.stdin) process.stdin.resume().on('end', end).on('close', end);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
