const { existsSync } = require('node:fs');
const { join } = require('node:path');

const typescript = {
	testEnvironment: 'node',
	modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/build/', '<rootDir>/runtime/'],
	// Types are checked apart, by `tsc -p test`: that is faster and checks each file once.
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json', diagnostics: false }] },
};

const project = (displayName, testMatch, more = {}) => ({ displayName, testMatch, ...typescript, ...more });

/** The engine and whatever shares classes with it come from one folder, whoever asks for them. */
const engineFrom = (folder) => ({
	'^(n8n-core|n8n-workflow|@n8n/di|reflect-metadata)$': `<rootDir>/${folder}/$1`,
});

/** What the engine's release does not touch: the newer lane runs it by `npm run test:long` only. */
const releaseIndependent = [
	'test/engine/scenarios/',
	'test/engine/(accept|answer)Demand',
	'test/engine/accountCreate',
	'test/engine/archive',
	'test/engine/builders',
	'test/engine/cloudSigning',
	'test/engine/content',
	'test/engine/de(crypt|mandWork)',
	'test/engine/docflowLists',
	'test/engine/dryRun',
	'test/engine/dss',
	'test/engine/(ion|letter|subscription)Send',
	'test/engine/killed',
	'test/engine/largeDocument',
	'test/engine/neverTwice',
	'test/engine/operations/(account|docflow|draft|send|sign)',
	'test/engine/partner',
	'test/engine/print',
	'test/engine/processMany',
	'test/engine/receive',
	'test/engine/replies',
	'test/engine/report',
	'test/engine/resume',
	'test/engine/secrets',
	'test/engine/sentMeanwhile',
	'test/engine/signChecks',
	'test/engine/signIn(Filing|Refusals|Safety)',
	'test/engine/signTargets',
	'test/engine/signingService',
	'test/engine/triggerDeadlines',
	'test/engine/verify',
];

const engine = (version, folder, leftOut = []) =>
	project(`engine-${version}`, ['<rootDir>/test/engine/**/*.test.ts'], {
		testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/engine/n8n-2.39/', ...leftOut.map((path) => `<rootDir>/${path}`)],
		setupFiles: ['<rootDir>/test/engine/environment.js', 'reflect-metadata'],
		globalSetup: '<rootDir>/test/engine/startSandboxes.ts',
		globalTeardown: '<rootDir>/test/engine/stopSandboxes.ts',
		moduleNameMapper: engineFrom(folder),
		globals: { engineLane: version },
	});

const newerEngine = 'test/engine/n8n-2.39';
const newerEngineIsInstalled = existsSync(join(__dirname, newerEngine, 'node_modules', 'n8n-core'));

module.exports = {
	projects: [
		project('unit', ['<rootDir>/test/unit/**/*.test.ts'], { testPathIgnorePatterns: ['/node_modules/'] }),
		project('attack', ['<rootDir>/test/attack/**/*.test.ts']),
		project('conventions', ['<rootDir>/test/conventions/**/*.test.ts']),
		project('reference', ['<rootDir>/test/reference/*.test.ts']),
		project('gost', ['<rootDir>/test/gost/**/*.test.ts']),
		project('examples', ['<rootDir>/test/examples/**/*.test.ts']),
		project('sandbox', ['<rootDir>/test/sandbox/**/*.test.ts']),
		engine('2.8', 'node_modules'),
		newerEngineIsInstalled
			? engine('2.39', `${newerEngine}/node_modules`, process.env.WHOLE_LANES === 'true' ? [] : releaseIndependent)
			: project('engine-2.39', [`<rootDir>/${newerEngine}/missing.test.ts`]),
	],
	testSequencer: '<rootDir>/test/longestFirst.js',
	// A busy machine is no failure; what hangs is stopped all the same.
	testTimeout: 180_000,
	// n8n-core leaves a handle open.
	forceExit: true,
};
