import { labelIn, type Language } from '../labels';
import type { WireDocflow } from '../wire/docflow';
import { textOf } from '../wire/tolerant';
import { nameIn } from './kinds';

/** Who the other side is, by the beginning of a docflow's type. */
const AUTHORITIES: ReadonlyArray<readonly [prefix: RegExp, authority: string]> = [
	[/^(fns534|business-registration)/, 'fns'],
	[/^stat-/, 'stat'],
	[/^(sfr|pfr|fss|oved)/, 'sfr'],
	[/^mvd-/, 'mvd'],
	[/^cbrf-/, 'cbrf'],
];

/** Code of the office on the other side, such as 0087: where it ends up, else where it was sent, else whence it came. */
export function officeOf({ description }: WireDocflow): string | undefined {
	return textOf(description?.['final-recipient']) ?? textOf(description?.recipient) ?? textOf(description?.cu);
}

/** The authority on the other side as it is called in a letter, with the code of its office. */
export function authorityInWords(wire: WireDocflow, language: Language): string | undefined {
	const [, authority] = AUTHORITIES.find(([prefix]) => prefix.test(nameIn(wire.type))) ?? [];
	if (!authority) return officeOf(wire);
	return [labelIn('otherSide', authority, language), officeOf(wire)].filter(Boolean).join(' ');
}
