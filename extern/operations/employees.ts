import { listIn } from '../wire/tolerant';
import { accountIds } from './ids';
import { get, operation, whole } from './operation';

/** Employees of an account. Nothing documents what is told of them, so each is passed on as it comes. */
export const accountEmployeesList = operation({
	id: 'account-employees-list',
	request: get('/v1/{accountId}/employees'),
	input: accountIds,
	answer: whole<object>(listIn),
	inferred: true,
	source: 'accounts, "методы API для сотрудников"',
});
