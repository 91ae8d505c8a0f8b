/** Wire shapes that many answers share (reference/api/models.md §2). Every member may be missing in old answers. */
export interface WireLink {
	readonly href: string;
	readonly rel: string;
	readonly name?: string;
}

export interface WireProblem {
	readonly id?: string;
	readonly 'status-code'?: number | string;
	readonly message?: string;
	readonly 'trace-id'?: string;
}

export interface WireSkipTake {
	readonly skip: number;
	readonly take: number;
	readonly 'total-count': number;
}

export interface WireSignature {
	readonly id: string;
	readonly title?: string;
	readonly 'signature-certificate-thumbprint'?: string;
	readonly 'content-link'?: WireLink;
	readonly links: readonly WireLink[];
	readonly 'signer-type'?: string;
}

export interface WireFormVersion {
	readonly knd?: string;
	readonly okud?: string;
	readonly version?: string;
	readonly 'form-fullname'?: string;
	readonly 'form-shortname'?: string;
}
