/** Lays down all that the end-to-end tests run in. They do it themselves when it is missing; ahead of them it costs no time. */
import { installLane, lanes } from './lanes.mjs';
import { main } from './progress.mjs';

await main(async () => {
	for (const lane of Object.values(lanes)) await installLane(lane);
});
