import { accountStages } from './accounts';
import { docflowStages } from './docflows';
import { draftStages } from './drafts';
import { inventoryStages } from './inventories';
import type { Stages } from './stage';

/** Every point that an example may begin at. */
export const stages: Stages = { ...accountStages, ...docflowStages, ...draftStages, ...inventoryStages };

export { Service } from './service';
export type { Given } from './stage';
