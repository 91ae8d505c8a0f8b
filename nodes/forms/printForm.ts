import type { TaskKind, WirePrintResult } from '../../extern';
import { accountIds, contents, type Fields, printTaskOutline } from '../../extern/operations';
import { downloadForStore } from '../run/download';
import { type Face, taskForm } from './catalogueForm';
import { outputField } from './fields';
import type { Form } from './form';

/**
 * The form that prints a document: waits for the printed form and fetches it as a PDF file. The file is named as the
 * item's own one, whose name and content later steps still need.
 * @param look id of the operation that reads the task
 */
export function printForm<F extends typeof accountIds & Fields>(kind: TaskKind<F, WirePrintResult>, face: Face & { look: string }): Form {
	const { look, ...rest } = face;
	return taskForm(kind, {
		...rest,
		fields: [...face.fields, outputField('print')],
		calls: [look, contents.contentDownload.id],
		output: { printContentId: printTaskOutline.printContentId },
		async tell(step, result, ids) {
			const { accountId } = step.input(accountIds);
			const printContentId = result['content-id'];
			const { fileName } = step.item.json;
			const name = typeof fileName === 'string' ? fileName.replace(/\.\w+$/, '') : ids.documentId;
			const file = await downloadForStore(step.context, step.extern, accountId, printContentId);
			return { json: { printContentId }, binary: await step.store(step.text('outputField') || 'print', file, `${String(name)}.pdf`, 'application/pdf') };
		},
	});
}
