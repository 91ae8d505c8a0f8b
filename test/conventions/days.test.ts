import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { filesBelow, root, SHIPPED_ROOMS } from './places';

/** Names of what holds a day or a moment as a machine writes it. */
const RAW = /(^d|D)(ay|ate|eadline)$|(^m|M)oment$|^toISOString$|^not(Before|After)$|-(at|date)$/;
/** Two words in a row make a sentence for people, unlike a path or a key. */
const PROSE = /[a-z]{2,},? [a-z]{2,}/i;

test('no message tells a day as a machine writes it: dayInWords does', () => {
	expect(SHIPPED_ROOMS.flatMap((room) => filesBelow(join(root, room), /\.ts$/)).flatMap((file) => rawDaysIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test.each([
	['`It ended on ${lastDay}`', 1],
	['`It ends on ${moscowDay(end)}, which is soon`', 1],
	["`It ends ${one['expired-at'].slice(0, 10)}`", 1],
	["`It ended on ${dayInWords(lastDay, 'en')}`", 0],
	["`It ended${lastDay ? ` on ${dayInWords(lastDay, 'en')}` : ''}`", 0],
	['`The file says "${day}", which is no day`', 0],
	['`${day}T00:00:00`', 0],
	['`report ${day}`', 0],
	['`It ends in ${days} days`', 0],
])('%s has %d of them', (text, count) => {
	expect(rawDaysIn('made-up.ts', `const told = ${text};`)).toHaveLength(count);
});

function rawDaysIn(file: string, text: string): string[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isTemplateExpression(node)) found.push(...rawDaysOf(node).map((name) => `${file}: ${name} in ${node.getText().slice(0, 100)}`));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function rawDaysOf({ head, templateSpans: spans }: ts.TemplateExpression): string[] {
	const around = [head, ...spans.map(({ literal }) => literal)].map(({ text }) => text);
	if (!PROSE.test(around.join(' '))) return [];
	// In quotation marks stands what somebody else wrote, as he wrote it.
	const told = spans.filter((_, index) => !around[index].endsWith('"'));
	return told.flatMap(({ expression }) => valueOf(expression).flatMap(namesIn).find((name) => RAW.test(name)) ?? []);
}

/** What is written of a value: not what it depends on. */
function valueOf(node: ts.Expression): ts.Expression[] {
	if (ts.isParenthesizedExpression(node)) return valueOf(node.expression);
	if (ts.isConditionalExpression(node)) return [...valueOf(node.whenTrue), ...valueOf(node.whenFalse)];
	const isTold = ts.isTemplateExpression(node) || (ts.isCallExpression(node) && node.expression.getText() === 'dayInWords');
	return isTold ? [] : [node];
}

function namesIn(node: ts.Node): string[] {
	const names = ts.isIdentifier(node) || ts.isStringLiteral(node) ? [node.text] : [];
	ts.forEachChild(node, (child) => {
		names.push(...namesIn(child));
	});
	return names;
}
