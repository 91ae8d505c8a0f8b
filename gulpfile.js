const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** What tsc leaves behind of n8n's own build: pictures, and output schemas wherever they lie. */
const ASSETS = ['icons/**/*.svg', 'nodes/**/*.{png,svg}', 'nodes/**/__schema__/**/*.json'];

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

// Bytes, not text: gulp would otherwise decode what it copies.
const assets = () => src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));

module.exports = { assets, clean };
