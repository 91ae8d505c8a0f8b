import type { IPollFunctions } from 'n8n-workflow';

/** Values of a filter of the trigger: of a list, or of a text with commas. */
export function choicesOf(context: IPollFunctions, name: string): ReadonlySet<string> {
	const value: unknown = context.getNodeParameter(name, []);
	const values = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\s,;]+/);
	return new Set(values.filter(Boolean));
}

/** Whether something belongs to one of the organizations, given as INN or INN-KPP. Whose it is not known of passes. */
export function isOfOrganization(organizations: ReadonlySet<string>, { inn, kpp }: { inn?: string; kpp?: string }): boolean {
	return organizations.size === 0 || !inn || organizations.has(inn) || organizations.has(`${inn}-${kpp ?? ''}`);
}

/** Whether something is as severe as wanted; what nothing is known of passes. */
export function isWantedSeverity(severities: ReadonlySet<string>, severity: unknown): boolean {
	return severities.size === 0 || typeof severity !== 'string' || severities.has(severity);
}
