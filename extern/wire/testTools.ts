/** Answers of the test tools are in camel case, unlike those of the service itself (schemas/test-tools). */
export interface WireMadeDocflow {
	readonly accountId?: string;
	readonly docflowId?: string;
	/** The letter tool answers the docflow itself in its newer version. */
	readonly id?: string;
}

export interface WireMadeDocflows {
	readonly accountId?: string;
	readonly docflowIds?: readonly string[];
}

interface WireNamed {
	readonly inn?: string | null;
	readonly kpp?: string | null;
	readonly firstName?: string | null;
	readonly surname?: string | null;
	readonly patronymic?: string | null;
	readonly organizationName?: string | null;
}

export interface WireMadeAccount {
	readonly refinedRequest?: WireNamed;
	readonly portalLogin?: string | null;
	readonly portalPassword?: string | null;
	readonly certificateInfo?: { readonly thumbprint?: string | null } | null;
	readonly portalUserId?: string | null;
	readonly organizationId?: string | null;
	readonly accountId?: string | null;
	readonly userId?: string | null;
	readonly abonId?: string | null;
}

export interface WirePartnerUser extends WireNamed {
	readonly phone?: string;
	readonly portalUserId?: string | null;
}

export interface WireMadeCertificate {
	/** DER in base64. */
	readonly certificate: string;
	/** Its format is not documented. */
	readonly privateKey?: string | null;
	readonly pfx?: string | null;
}

/** A return of the value added tax with its two books, each as XML text. */
export interface WireVatFiles {
	readonly mainDocument?: string;
	readonly fnsBookPurchases?: string;
	readonly fnsBookSales?: string;
}

export interface WireXmlCalendar {
	readonly version?: string | null;
	readonly hash?: string | null;
	readonly timeStamp?: string | null;
	readonly xml?: string | null;
}

/** Either the id alone or an object with it: not documented. */
export type WireTestContent = string | { readonly id?: string; readonly contentId?: string } | null;
