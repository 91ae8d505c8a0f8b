import type { Examples } from './example';

export const examples: Examples = {
	'handbook-control-units-list': { given: 'an account', more: { authority: 'fns', includeInactive: true, region: '66' }, nothing: { more: { region: '00', authority: 'rtn' } } },
	'handbook-control-unit-get': { given: 'an account', fields: { code: '660-066' }, more: { ofPolice: true } },
	'handbook-fns-forms-list': { given: 'an account', more: { knd: '1151001' }, nothing: { more: { knd: '0000000' } } },
	'handbook-get': { given: 'an account', fields: { handbookType: 'mvd-citizenship' } },
};
