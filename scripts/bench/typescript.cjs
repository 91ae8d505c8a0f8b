/** Loaded with `node --require`: TypeScript of the project is compiled as it is required, without a build. */
const { readFileSync } = require('node:fs');
const { ModuleKind, ScriptTarget, transpileModule } = require('typescript');

const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2021, esModuleInterop: true };

require.extensions['.ts'] = (module, file) => {
	module._compile(transpileModule(readFileSync(file, 'utf8'), { compilerOptions, fileName: file }).outputText, file);
};
