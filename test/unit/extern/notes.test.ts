import { patchOf } from '../../../extern/notes';
import { failureOf } from './failures';

const at = (name: string) => `/description/requisites/${name}`;

test('what is filled in is set, each at its place', () => {
	expect(patchOf({ comment: 'до пятницы', commentColor: 'red', assigneeId: 'a', demandStatus: 'done', labels: ['НДС'], demandDate: '2025-04-01', demandNumber: '1', demandKnd: '1165013' })).toEqual([
		{ op: 'add', path: at('comment'), value: { text: 'до пятницы', color: 'red' } },
		{ op: 'add', path: at('assignees'), value: [{ id: 'a' }] },
		{ op: 'add', path: at('labels'), value: [{ name: 'НДС' }] },
		{ op: 'add', path: at('demand-status'), value: 'done' },
		{ op: 'add', path: at('demand-number'), value: '1' },
		{ op: 'add', path: at('demand-date'), value: '2025-04-01' },
		{ op: 'add', path: at('demand-knd'), value: '1165013' },
	]);
});

test('a color alone keeps the text of the comment', () => {
	expect(patchOf({ commentColor: 'blue' })).toEqual([{ op: 'add', path: at('comment/color'), value: 'blue' }]);
});

test('emptying comes before setting, and other steps come last, one or many', () => {
	const step = { op: 'replace', path: at('labels/0/name'), value: 'x' };
	const ops = (notes: Parameters<typeof patchOf>[0]) => patchOf(notes).map((one) => JSON.stringify(one).slice(7, 13));
	expect(ops({ clear: ['labels'], comment: 'x', otherChanges: step })).toEqual(['remove', 'add","', 'replac']);
	expect(patchOf({ otherChanges: [step, step] })).toEqual([step, step]);
});

test('nothing to change is told before anything is sent', async () => {
	expect(await failureOf(() => patchOf({ comment: '', clear: [], otherChanges: [] }))).toMatchObject({ kind: 'input', message: 'There is nothing to change' });
});
