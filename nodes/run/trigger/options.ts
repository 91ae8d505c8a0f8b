import type { IPollFunctions } from 'n8n-workflow';
import type { Language } from '../../../extern';

/** An option of the trigger, or what is usual when it was not added. */
export function option<T>(context: IPollFunctions, name: string, usual: T): T {
	const value: unknown = context.getNodeParameter(`options.${name}`, usual);
	return typeof value === typeof usual ? (value as T) : usual;
}

export function languageOf(context: IPollFunctions): Language {
	return option<string>(context, 'labelLanguage', 'en') === 'ru' ? 'ru' : 'en';
}
