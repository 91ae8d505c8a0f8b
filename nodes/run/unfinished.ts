import { stop } from '../../extern';
import type { Result, Step } from './step';

/**
 * For workflows whose next step tells somebody that it was sent: lets no result pass that says that Kontur.Extern is at
 * work still, when the operator wants it so.
 * @throws ExternError `stopped`
 */
export function requireFinished(step: Step, results: readonly Result[]): void {
	if (!step.failsWhenWaiting || !results.some(({ json }) => json.outcome === 'waiting')) return;
	throw stop(
		'Kontur.Extern is still at work on it, so it is not sent yet',
		'Run it again in some minutes: it goes on where it stopped, and nothing is sent twice. Wait Up To (Options) makes it wait longer',
	);
}
