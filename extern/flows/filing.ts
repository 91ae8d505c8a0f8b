import type { ProblemLine } from '../failure';
import type { Party, ReportFile } from '../report';
import type { WireDocflow } from '../wire/docflow';
import type { WireRecipient } from '../wire/draft';
import type { StageDone } from './stageLog';

/** One report to file: what, for whom, by whom, to whom. */
export interface Filing {
	readonly accountId: string;
	/** The report first, then what belongs to it. None where a draft is gone on with that holds them. */
	readonly files: readonly ReportFile[];
	/** A draft to go on with, whoever made it: its requisites and files stay. */
	readonly draftId?: string;
	/** Kind of the first file as `urn:document:…`, where the service cannot recognise it. */
	readonly documentType?: string;
	readonly sender: Party;
	readonly payer: Party & {
		/** Registration number at the social fund, which its reports and SEDO ask for. */
		readonly sfrNumber?: string;
		/** ОКПО, which the statistics service asks for. */
		readonly okpo?: string;
	};
	readonly recipient: WireRecipient;
	/** Whether the sender acts for the payer by power of attorney. */
	readonly isRepresentative: boolean;
	/** Id of a machine-readable power of attorney (МЧД). */
	readonly powerOfAttorneyId?: string;
	/** Lets the service make the representation message from the payer's requisites. */
	readonly generateWarrant?: boolean;
	readonly senderIp: string;
	/** A deliberate second filing of a report that was filed before. */
	readonly fileAgain?: boolean;
	/** Whether warnings of check and prepare stop the filing as errors do. */
	readonly stopOnWarnings?: boolean;
	/** Where to stop. */
	readonly until: 'draft' | 'checked' | 'prepared' | 'sent';
	/** How long to wait for the service's background tasks, in all. */
	readonly patienceMs: number;
}

/** How far a filing came. */
export type FilingState =
	| { readonly kind: 'filed'; readonly draftId: string; readonly docflow: WireDocflow; readonly alreadyFiled: boolean; readonly warnings: readonly ProblemLine[] }
	/** Stopped where it was asked to stop. */
	| { readonly kind: 'stopped'; readonly at: Filing['until']; readonly draftId: string; readonly warnings: readonly ProblemLine[] }
	/** A background task outlived the patience; filing the same report again goes on from there. */
	| { readonly kind: 'waiting'; readonly at: 'check' | 'prepare' | 'send' | 'draft'; readonly draftId: string; readonly taskId?: string };

/** What came of a filing, and what was done for it in this run. */
export type Filed = FilingState & { readonly stages: readonly StageDone[] };
