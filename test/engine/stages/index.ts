import { accountStages } from './accounts';
import { docflowStages } from './docflows';
import { draftStages } from './drafts';
import { inventoryStages } from './inventories';
import { signingStages } from './signing';
import { organizationStages } from './organizations';
import { reportsTableStages } from './reportsTables';
import type { Stages } from './stage';
import { testToolStages } from './testTools';

/** Every point that an example may begin at. */
export const stages: Stages = { ...accountStages, ...docflowStages, ...draftStages, ...inventoryStages, ...signingStages, ...organizationStages, ...reportsTableStages, ...testToolStages };

export { Service } from './service';
export type { Given } from './stage';
