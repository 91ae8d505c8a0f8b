import { lanes } from '../../scripts/lanes.mjs';
import { Workplace } from '../../scripts/workplace.mjs';

/** The n8n that this run is about; `npm run test:e2e` runs all files once for each. */
export const lane = lanes[process.env.LANE ?? 'small'];

/**
 * A workplace of the lane under a name of its own.
 * @param {string} purpose
 * @param {{ speed?: number, clients?: number, settings?: Record<string, string> }} [options]
 */
export function openWorkplace(purpose, options) {
	return Workplace.open({ name: `e2e-${purpose}`, lane, ...options });
}
