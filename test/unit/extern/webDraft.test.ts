import { Extern } from '../../../extern/client';
import { draftCreateWebDraft, webDraftAddress } from '../../../extern/operations/drafts';
import { answer, serviceThat } from './service';

const ids = { accountId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', draftId: '8f14e45f-ceea-467f-a8d1-7d3a1c4b2e90' };
const address = 'https://extern.example/web/7';

test.each([
	['JSON text', answer(200, JSON.stringify(address)), address],
	['plain text', answer(200, address), address],
	['a link', answer(200, { links: [{ rel: 'web-draft', href: address }] }), address],
	['an object without any link', answer(200, { id: ids.draftId, state: null, count: 3 }), undefined],
	['nothing at all', answer(200, ''), undefined],
	['a text that is no address', answer(200, '"done"'), undefined],
	['an address that does not open in a browser', answer(200, '"javascript:alert(1)"'), undefined],
])('a hand-over that was done is told as done, answered with %s', async (_, answered, expected) => {
	const service = serviceThat(() => answered);
	const outcome = await new Extern(service.port).attempt(draftCreateWebDraft, ids);
	expect(outcome.ok).toBe(true);
	if (outcome.ok) expect(webDraftAddress(outcome.value)).toBe(expected);
	expect(service.calls).toHaveLength(1);
});
