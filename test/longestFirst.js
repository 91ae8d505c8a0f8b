const { default: Sequencer } = require('@jest/test-sequencer');

/** Small files with long tests: jest, which knows no times on a fresh machine, would run them alone at the end. */
const long = /\/engine\/(operations\/docflow|signInFiling|killed\w*|largeDocument)\.test\.ts$/;

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const sorted = super.sort(tests);
		return [...sorted.filter(({ path }) => long.test(path)), ...sorted.filter(({ path }) => !long.test(path))];
	}
};
