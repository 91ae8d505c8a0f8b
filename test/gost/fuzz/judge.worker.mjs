/** A thread that judges files, so that one that hangs can be stopped. It runs the sources as they are, outside of jest. */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import ts from 'typescript';

const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
Module._extensions['.ts'] = (module, file) => {
	module._compile(ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions }).outputText, file);
};

const { judge } = createRequire(import.meta.url)('./judge.ts');

parentPort.on('message', (cases) => {
	for (const { question, file, content } of cases) parentPort.postMessage(judge(question, file, content));
});
parentPort.postMessage('ready');
