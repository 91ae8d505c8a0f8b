import { moscowDay, momentOfSending } from '../calendar';
import type { WireDocflow } from '../wire/docflow';
import { textOf } from '../wire/tolerant';
import type { Language } from '../labels';
import { safeName, type Room } from './safeName';

const NAME: Room = { characters: 60, bytes: 120 };
const SHORT: Room = { characters: 25, bytes: 45 };

/** What a folder's name is made of: facts of a docflow that do not change while it goes on. */
export interface Titled {
	readonly wire: WireDocflow;
	/** INN and KPP of whom it is about. */
	readonly organization?: string;
	/** Form and period, or the kind of docflow, in words. */
	readonly title: string;
	readonly language: Language;
	/** More of the id is needed: another docflow is called the same otherwise. */
	readonly isDoubled?: boolean;
}

const WORDS = {
	en: { nobody: 'Organization unknown', docflow: 'Docflow', undated: 'undated' },
	ru: { nobody: 'Организация не указана', docflow: 'Документооборот', undated: 'без даты' },
};

/**
 * Where a docflow lies in an archive: organization, year of the period, then form, period and day of sending, as an
 * accountant looks for it. The beginning of its id tells apart what is alike in all of this.
 */
export function folderOf(titled: Titled): string {
	const { wire, organization, language } = titled;
	const owner = safeName(organization ?? '', SHORT, WORDS[language].nobody);
	return `${owner}/${yearOf(wire) ?? WORDS[language].undated}/${ownFolderOf(titled)}`;
}

/** The folder of a docflow inside another one's, such as of an inventory inside the demand's. */
export function ownFolderOf({ wire, title, language, isDoubled }: Titled): string {
	return [safeName(title, NAME, WORDS[language].docflow), dayOf(wire), markOf(wire.id, isDoubled)].filter(Boolean).join(' ');
}

/** What goes before the name of a file where there are no folders. */
export function prefixOf({ wire, organization, language, isDoubled }: Titled): string {
	return [safeName(organization ?? '', SHORT, WORDS[language].nobody), dayOf(wire), markOf(wire.id, isDoubled), ''].filter((part) => part !== undefined).join(' ');
}

/** The beginning of an id, which tells docflows of one form, period and day apart. */
function markOf(id: string, isDoubled = false): string {
	return safeName(id.replace(/[^0-9a-z]/gi, '').slice(0, isDoubled ? 16 : 8), SHORT, '0');
}

function yearOf(wire: WireDocflow): string | undefined {
	const end = textOf(wire.description?.['period-end']) ?? textOf(wire.description?.['period-begin']);
	return /^\d{4}/.exec(end ?? '')?.[0] ?? dayOf(wire)?.slice(0, 4);
}

/** The day it was sent, in Moscow. */
function dayOf(wire: WireDocflow): string | undefined {
	const sent = momentOfSending(textOf(wire['send-date']));
	return sent && moscowDay(Date.parse(sent));
}
