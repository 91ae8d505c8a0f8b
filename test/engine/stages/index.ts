import { accountStages } from './accounts';
import { draftStages } from './drafts';
import { organizationStages } from './organizations';
import { reportsTableStages } from './reportsTables';
import type { Stages } from './stage';

/** Every point that an example may begin at. */
export const stages: Stages = { ...accountStages, ...draftStages, ...organizationStages, ...reportsTableStages };

export { Service } from './service';
export type { Given } from './stage';
