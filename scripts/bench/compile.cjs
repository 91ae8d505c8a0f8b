const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '../..');
const sources = ['extern/archives/index.ts', 'extern/signing/index.ts', 'gost/index.ts', 'test/gost/gostEngine.ts'];

/**
 * Compiles archives, signing and GOST as they are now, and nothing else, into a folder. What is measured must not hold the
 * compiler in its own memory.
 * @param {string} folder
 */
exports.compile = (folder) => {
	const compiler = join(root, 'node_modules/typescript/bin/tsc');
	const options = '--noCheck --target es2021 --module commonjs --moduleResolution node --esModuleInterop --types node --rootDir .'.split(' ');
	execFileSync(process.execPath, [compiler, ...options, '--outDir', folder, ...sources], { cwd: root, stdio: 'pipe' });
};
