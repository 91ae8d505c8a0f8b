import { lanes } from '../../scripts/lanes.mjs';
import { Workplace } from '../../scripts/workplace.mjs';
import { assertReadable, textOfMail, textOfMessage } from './readable.mjs';

/** The n8n that this run is about; `npm run test:e2e` runs all files once for each. */
export const lane = lanes[process.env.LANE ?? 'small'];

/** A workplace that does not close in peace when somebody was sent what cannot be read. */
export class ReadWorkplace extends Workplace {
	async close() {
		const messages = await this.chat();
		await super.close();
		assertReadable([...this.mailbox.received.map(textOfMail), ...messages.map(textOfMessage)]);
	}
}

/**
 * A workplace of the lane under a name of its own.
 * @param {string} purpose
 * @param {{ speed?: number, clients?: number, settings?: Record<string, string> }} [options]
 */
export function openWorkplace(purpose, options) {
	return ReadWorkplace.open({ name: `e2e-${purpose}`, lane, ...options });
}
