import type { WireSkipTake } from './core';

/** models.md §5. Contacts differ by authority. */
export interface WireControlUnit {
	readonly type: string;
	readonly code: string;
	readonly name: string;
	readonly region?: string | null;
	readonly flags: {
		readonly 'is-active': boolean;
		readonly 'is-test': boolean;
		readonly 'business-registration': boolean;
	};
	readonly contacts?: {
		readonly 'short-name'?: string | null;
		readonly 'full-name'?: string | null;
		readonly inn?: string | null;
		readonly kpp?: string | null;
		readonly address?: string | null;
		readonly phone?: string | null;
		readonly email?: string | null;
		readonly 'mvd-id'?: string | null;
	} | null;
	readonly certificates?: ReadonlyArray<{ readonly content: string; readonly thumbprint: string }> | null;
}

export interface WireControlUnitsPage extends WireSkipTake {
	readonly 'control-units': readonly WireControlUnit[];
}

export interface WireFnsForm {
	readonly knd: string;
	readonly name: string;
	readonly version?: string | null;
	readonly 'period-begin'?: string | null;
	readonly 'period-end'?: string | null;
	readonly 'description-period'?: string | null;
}

export interface WireFnsFormsPage extends WireSkipTake {
	readonly 'fns-forms': readonly WireFnsForm[];
}

export interface WireHandbookItem {
	readonly code: string;
	readonly name: string;
}

export interface WireHandbookPage extends WireSkipTake {
	readonly 'handbook-type': string;
	readonly handbook: readonly WireHandbookItem[];
}
