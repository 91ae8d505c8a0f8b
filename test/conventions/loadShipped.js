/**
 * Runs as a process of its own: loads every given file of an unpacked package and refuses it any
 * module but the allowed ones, as n8n's guidelines do. Prints what could not be loaded, as JSON.
 */
const Module = require('node:module');
const { join, sep } = require('node:path');

const [folder, ...files] = process.argv.slice(2);
const ALLOWED = ['n8n-workflow', 'node:crypto'];

const load = Module._load;
Module._load = function loadAllowed(request, parent, ...rest) {
	const fromPackage = parent?.filename?.startsWith(folder + sep);
	if (fromPackage && !request.startsWith('.') && !ALLOWED.includes(request)) {
		throw new Error(`asks for '${request}'`);
	}
	return load.call(this, request, parent, ...rest);
};

const failures = files.flatMap((file) => {
	try {
		require(join(folder, file));
		return [];
	} catch (error) {
		return [`${file}: ${error.message}`];
	}
});
process.stdout.write(JSON.stringify(failures));
