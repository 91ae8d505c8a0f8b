const install = 'npm ci --prefix test/engine/n8n-2.39';

/** Stands for all tests of this lane where it is not installed; a build server has to install it. */
const lane = process.env.CI === 'true' ? test : test.skip;

lane(`engine 2.39 is installed by: ${install}`, () => {
	throw new Error(`The engine tests did not run on n8n-core 2.39. Install it: ${install}`);
});
