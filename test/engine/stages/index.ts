import { accountStages } from './accounts';
import { docflowStages } from './docflows';
import { draftStages } from './drafts';
import { signingStages } from './signing';
import { organizationStages } from './organizations';
import { reportsTableStages } from './reportsTables';
import { publisherStages } from './publishers';
import { replyStages } from './replies';
import { inventoryStages } from './inventories';
import type { Stages } from './stage';
import { testToolStages } from './testTools';

/** Every point that an example may begin at. */
export const stages: Stages = {
	...accountStages,
	...docflowStages,
	...draftStages,
	...inventoryStages,
	...organizationStages,
	...publisherStages,
	...replyStages,
	...reportsTableStages,
	...signingStages,
	...testToolStages,
};

export { Service } from './service';
export type { Given } from './stage';
