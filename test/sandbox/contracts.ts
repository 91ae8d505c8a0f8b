/** Contracts that documents are built from, as tests of the sandbox write them. */

import type { SeedAccount } from './runningSandbox';

export function ionContract(account: SeedAccount, data: object = { ФормОтв: 2 }) {
	return {
		version: '3',
		data,
		'additional-org-info': {
			'document-sender': { 'sender-full-name': account.name },
			'signer-type': 'chief',
			taxpayer: { kpp: account.kpp, 'taxpayer-full-name': account.name, 'taxpayer-chief-fio': 'Выдумкина Проба Тестовна' },
		},
	};
}

export const joiningContract = {
	'for-ul': true,
	'insurer-ul': { 'full-name': 'ООО «Тестовая ромашка»' },
	representative: { name: 'Проба', surname: 'Выдумкина', position: 'Генеральный директор' },
};
