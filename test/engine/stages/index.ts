import { accountStages } from './accounts';
import { draftStages } from './drafts';
import { publisherStages } from './publishers';
import { replyStages } from './replies';
import type { Stages } from './stage';

/** Every point that an example may begin at. */
export const stages: Stages = { ...accountStages, ...draftStages, ...publisherStages, ...replyStages };

export { Service } from './service';
export type { Given } from './stage';
