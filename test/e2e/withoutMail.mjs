/**
 * An example whose mail credential somebody has deleted since: n8n finds out only when a mail is to be sent.
 * @param {import('../../scripts/workplace.mjs').Workplace} workplace
 * @param {string} name of the example
 * @param {Parameters<import('../../scripts/workplace.mjs').Workplace['addExample']>[1]} [options]
 * @returns {Promise<string>} its id
 */
export async function addWithoutMail(workplace, name, options) {
	const { client } = workplace.n8n;
	const usual = workplace.credentials.smtp;
	workplace.credentials.smtp = await client.addCredential({ name: 'Почта, которой нет', type: 'smtp', data: workplace.mailbox.credential });
	const workflowId = await workplace.addExample(name, options);
	await client.rest('DELETE', `/credentials/${workplace.credentials.smtp.id}`);
	workplace.credentials.smtp = usual;
	return workflowId;
}
