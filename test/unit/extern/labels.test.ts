import fc from 'fast-check';
import { codesIn, docflowTypes, eventLabelOf, eventStates, isKnown, isKnownEvent, labelIn, labelOf } from '../../../extern/labels';

const inherited = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

test('a known code has words in both languages', () => {
	expect(labelOf('urn:docflow:fns534-demand', 'en')).toBe('Tax demand');
	expect(labelOf('urn:docflow:fns534-demand', 'ru')).toBe('Требование ФНС');
	expect(labelOf('check-in-progress', 'ru')).toBe('Проверяется');
});

test('a code that is not known yet is made readable', () => {
	expect(labelOf('urn:docflow:fns534-something_new', 'ru')).toBe('Fns534 something new');
	expect(labelOf('новое-состояние', 'en')).toBe('Новое состояние');
});

test.each(inherited)('"%s" is a code like any other that is not known', (code) => {
	expect(isKnown(code)).toBe(false);
	expect(typeof labelOf(code, 'en')).toBe('string');
	expect(typeof eventLabelOf(code, code, 'en')).toBe('string');
	expect(labelOf(code, 'ru').toLowerCase()).toContain(code.replace(/_+/g, ' ').trim().toLowerCase());
});

test('every code yields words', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.constantFrom('en' as const, 'ru' as const), (code, state, language) => {
			expect(typeof labelOf(code, language)).toBe('string');
			expect(typeof eventLabelOf(code, state, language)).toBe('string');
			expect(isKnownEvent(`${state} ${code}`)).toBe(false);
		}),
	);
});

test('a code without a name is its own label', () => {
	expect(labelOf('urn:docflow:', 'en')).toBe('urn:docflow:');
	expect(labelOf('---', 'en')).toBe('---');
	expect(labelOf('', 'en')).toBe('');
});

test('states that can be chosen are known, each once and with words', () => {
	const states = eventStates();
	expect(states.length).toBeGreaterThan(5);
	expect(new Set(states.map(({ urn }) => urn)).size).toBe(states.length);
	for (const { urn, label } of states) {
		expect(isKnownEvent(urn)).toBe(true);
		expect(label).not.toBe('');
	}
});

test('kinds of docflow that can be chosen are known', () => {
	const types = docflowTypes();
	expect(types.map(({ urn }) => urn)).toContain('urn:docflow:fns534-report');
	expect(types.every(({ urn, label }) => isKnown(urn) && label !== '')).toBe(true);
});

test('a code of a list means what it means there, in either spelling', () => {
	expect(labelIn('reportDeadlineStatus', 'accepted', 'en')).toBe('Accepted on time');
	expect(labelIn('reportDocflowStatus', 'accepted', 'en')).toBe('Accepted');
	expect(labelIn('reportDeadlineStatus', 'notSentAfterDeadline', 'ru')).toBe('Просрочен, не отправлен');
	expect(labelIn('reportDeadlineStatus', 'not-sent-after-deadline', 'ru')).toBe('Просрочен, не отправлен');
	expect(labelIn('period', 'twice-a-decade', 'en')).toBe('Twice a decade');
	for (const code of inherited) expect(typeof labelIn('authority', code, 'en')).toBe('string');
});

test('the codes of a list are offered with words', () => {
	expect(codesIn('authority')).toContainEqual({ urn: 'fns', label: 'Tax service (FNS)' });
	expect(codesIn('reportDeadlineStatus')).toHaveLength(12);
});
