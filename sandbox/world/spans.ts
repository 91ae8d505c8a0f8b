/** Stretches of a file, `from` inclusive, `to` exclusive. */
export interface Span {
	from: number;
	to: number;
}

/** The spans with one more, joined where they touch or overlap. */
export function addSpan(spans: Span[], added: Span): Span[] {
	const sorted = [...spans, added].sort((left, right) => left.from - right.from);
	return sorted.reduce<Span[]>((joined, span) => {
		const last = joined.at(-1);
		if (!last || last.to < span.from) return [...joined, span];
		return [...joined.slice(0, -1), { from: last.from, to: Math.max(last.to, span.to) }];
	}, []);
}

export function coversAll(spans: Span[], total: number): boolean {
	const [only] = spans;
	return spans.length === 1 && only !== undefined && only.from === 0 && only.to >= total;
}
