import { Extern } from '../../../extern/client';
import { eventPublishersList } from '../../../extern/operations/events';
import { summarise } from '../../../extern/operations/outline';
import { itemsOf } from '../../../extern/paging';
import { serviceThat } from './service';

/** The answer's shape is not documented: whatever comes, nobody is lost. */

async function read(answer: unknown): Promise<Array<Record<string, unknown>>> {
	const { outline } = eventPublishersList;
	if (!outline) throw new Error('Publishers have an outline');
	const told = [];
	for await (const publisher of itemsOf(new Extern(serviceThat(() => answer).port), eventPublishersList, {})) told.push(summarise(outline, publisher, { language: 'en', now: 0 }));
	return told;
}

const anna = { id: 'a1', login: 'anna' };
const boris = { 'publisher-id': 'b2' };
const both = [
	{ publisherId: 'a1', publisher: anna },
	{ publisherId: 'b2', publisher: boris },
];

test.each([
	['a bare list', [anna, boris]],
	['a list under some name', { 'total-count': 2, publishers: [anna, boris] }],
])('%s names each publisher and passes all of it on', async (_, answer) => {
	expect(await read(answer)).toEqual(both);
});

test('ids alone are publishers too', async () => {
	expect(await read(['a1'])).toEqual([{ publisherId: 'a1', publisher: { id: 'a1' } }]);
});

test('an answer without a list is one entry, an empty list none', async () => {
	expect(await read({ user: 'anna' })).toEqual([{ publisher: { user: 'anna' } }]);
	expect(await read({ publishers: [] })).toEqual([]);
});
