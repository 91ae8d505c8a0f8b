import { codesIn } from '../../../../extern';
import { testDocflows } from '../../../../extern/operations';
import { form, rawForm } from '../../catalogueForm';
import { codeOptions } from '../../codeOptions';
import { account } from '../../fields';
import type { Form } from '../../form';
import { others, request, sender, taxOffice } from './fields';

const demandKinds = codeOptions(codesIn('demandKind'));

/** Tools that make documents arrive. */
export const docflowTools: Form[] = [
	form(testDocflows.testDemandGenerate, {
		resource: 'testStand',
		operation: 'generateDemand',
		name: 'Generate Demand',
		action: 'Generate a demand on the test stand',
		description: 'Let the robot of a tax office send a demand to an account. Only on the test stand.',
		fields: [
			account,
			...sender,
			taxOffice,
			{ displayName: 'Kinds of Demand', name: 'knds', type: 'multiOptions', options: demandKinds, default: [], description: 'What is demanded. An expression may name other kinds by KND.' },
		],
		more: [
			...others,
			{ displayName: 'Demand File ID', name: 'contentId', type: 'string', default: '={{ $json.contentId }}', description: 'PDF that is sent as a demand. Comes from Upload Content of the test stand; files of the Upload node are not seen there.' },
			{ displayName: 'Demand File Kind', name: 'contentKnd', type: 'options', options: demandKinds, default: '1165013', description: 'What that PDF demands' },
		],
	}),
	form(testDocflows.testLetterGenerate, {
		resource: 'testStand',
		operation: 'generateLetter',
		name: 'Generate Letter',
		action: 'Generate a letter on the test stand',
		description: 'Let the robot of a tax office write a letter, which arrives about 20 minutes later. Only on the test stand.',
		fields: [account, ...sender, taxOffice, { displayName: 'Text', name: 'letter', type: 'string', typeOptions: { rows: 3 }, default: '', description: 'What the letter says' }],
		more: others,
	}),
	form(testDocflows.testReportGenerate, {
		resource: 'testStand',
		operation: 'generateReport',
		name: 'Generate Report',
		action: 'Generate a filed report on the test stand',
		description: 'File a report to the robot of a tax office and bring it to a wanted status. Only on the test stand.',
		fields: [
			account,
			...sender,
			taxOffice,
			{ displayName: 'Status', name: 'state', type: 'options', required: true, options: codeOptions(codesIn('reportStage')), default: 'finished', description: 'Where the docflow ends up' },
		],
		more: others,
	}),
	manyReports(),
	rawForm(testDocflows.testStatLetterGenerate, {
		resource: 'testStand',
		operation: 'generateStatLetter',
		name: 'Generate Rosstat Letter',
		action: 'Generate a letter of rosstat on the test stand',
		description: 'Let the robot of Rosstat write a letter. Only on the test stand.',
		fields: [request],
	}),
];

/** One item for each docflow, so that the next step can go on with them. */
function manyReports(): Form {
	const operation = testDocflows.testReportsGenerate;
	return {
		resource: 'testStand',
		operation: 'generateReports',
		name: 'Generate Reports',
		action: 'Generate many filed reports on the test stand',
		description: 'File many reports to the robot of a tax office at once. Only on the test stand.',
		fields: [
			account,
			...sender,
			{ displayName: 'Number of Reports', name: 'docflowCount', type: 'number', typeOptions: { minValue: 1 }, required: true, default: 1, description: 'How many reports to file' },
		],
		more: others,
		uses: [operation.id],
		output: testDocflows.testReportGenerate.outline,
		async run(step) {
			const input = step.input(operation.input);
			const { docflowIds } = await step.extern.call(operation, input);
			return (docflowIds ?? []).map((docflowId) => step.result({ accountId: input.accountId, docflowId }));
		},
	};
}
