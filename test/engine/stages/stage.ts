import type { IDataObject } from 'n8n-workflow';

import type { FileOfItem } from '../workflow';
import type { SeedAccount } from '../sandbox';
import type { SignIn } from '../signIn';
import type { Service } from './service';

/** What is there when an operation is tried, and the item that the step before would have given. */
export interface Given {
	readonly json: IDataObject;
	readonly files?: Record<string, FileOfItem>;
	/** Where the application alone may not do it. */
	readonly signIn?: SignIn;
}

/** Brings the sandbox to a point, over its API. */
export type Stage = (service: Service, account: SeedAccount) => Promise<Given>;

export type Stages = Readonly<Record<string, Stage>>;
