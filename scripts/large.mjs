/** `npm run test:large`: a month of an accounting firm, 500 reports of 50 organizations, through the folder workflow. */
process.env.REPORTS = '500';
process.env.ORGANIZATIONS = '50';
process.argv.push('small', 'folder');
await import('./e2e.mjs');
