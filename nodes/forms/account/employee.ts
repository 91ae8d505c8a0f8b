import { employees } from '../../../extern/operations';
import { listForm } from '../catalogueForm';
import { account } from '../fields';
import type { Form } from '../form';

export const employeeForms: Form[] = [
	listForm(employees.accountEmployeesList, {
		resource: 'employee',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many employees',
		description: 'List the employees of an account, as the service tells of them',
		fields: [account],
	}),
];
