import { accountStages } from './accounts';
import { draftStages } from './drafts';
import { signingStages } from './signing';
import type { Stages } from './stage';

/** Every point that an example may begin at. */
export const stages: Stages = { ...accountStages, ...draftStages, ...signingStages };

export { Service } from './service';
export type { Given } from './stage';
