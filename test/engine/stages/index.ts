import { accountStages } from './accounts';
import { builderStages } from './builders';
import { draftStages } from './drafts';
import type { Stages } from './stage';

/** Every point that an example may begin at. */
export const stages: Stages = { ...accountStages, ...builderStages, ...draftStages };

export { Service } from './service';
export type { Given } from './stage';
