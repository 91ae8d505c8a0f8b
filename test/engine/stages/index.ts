import { accountStages } from './accounts';
import { draftStages } from './drafts';
import type { Stages } from './stage';

/** Every point that an example may begin at. */
export const stages: Stages = { ...accountStages, ...draftStages };

export { Service } from './service';
export type { Given } from './stage';
