/** Fields that name a thing and come back in the output, with the name that the output gives them. */
const returnedIds = {
	accountId: 'accountId',
	apiTaskId: 'taskId',
	docflowId: 'docflowId',
	documentId: 'documentId',
	draftId: 'draftId',
	id: 'contentId',
	replyId: 'replyId',
};

const idMeanings = {
	accountId: 'Id of the account',
	contentId: 'Id of the content',
	docflowId: 'Id of the docflow',
	documentId: 'Id of the document',
	draftId: 'Id of the draft',
	replyId: 'Id of the reply',
	taskId: 'Id of the task',
};

const word = (means) => ({ kind: 'string', means });
const dryRun = {
	dryRun: { kind: 'boolean', means: 'True when nothing was done because of Dry Run' },
	wouldDo: word('What a dry run would have done'),
};
const traceId = { traceId: word('Trace ID of the last call, for the support of the service') };

/**
 * What an item of a form's output holds: the ids that went in, what the form itself describes, and what every item
 * carries. Undefined when the output has no fixed shape.
 * @param {import('../../nodes/forms/form').Form} form
 */
export function outputOf({ fields, output, irreversible, uses }) {
	if (!output) return undefined;
	const ids = fields.filter(({ name }) => name in returnedIds).map(({ name }) => returnedIds[name]);
	return {
		...Object.fromEntries(ids.map((name) => [name, word(idMeanings[name])])),
		...output,
		...(irreversible && dryRun),
		...(uses.length > 0 && traceId),
	};
}

/**
 * What an item of the trigger holds.
 * @param {Record<string, object>} docflow outline of the docflow that Add Docflow reads
 */
export function outputOfTrigger(docflow) {
	return {
		eventId: word('Id of the event; the same event always has the same id'),
		event: word('What happened: as the service codes it, the stage of a docflow, or like `report-today` for a deadline'),
		eventLabel: word('The same in words'),
		at: word('When it happened'),
		docflowType: { ...word('Kind of docflow'), labelled: true },
		accountId: word('Id of the account'),
		docflowId: word('Id of the docflow'),
		organization: word('Name of the organization, or INN and KPP where it is not known'),
		inn: word('INN of the organization'),
		kpp: word('KPP of the organization'),
		relatedDocflowId: word('Docflow that this one belongs to'),
		relatedDocumentId: word('Document that this docflow belongs to'),
		...docflow,
		needsReply: { kind: 'boolean', means: 'Whether a reply is owed: of a docflow as Add Docflow reads it; of a deadline true for demands, false for the rest' },
		periodYear: { kind: 'integer', means: 'Year of a report that is due' },
		periodNumber: { kind: 'integer', means: 'Number of its period in the year' },
		periodStart: word('First day of its period'),
		formId: { kind: 'integer', means: 'Id of its form in the reports table' },
		formName: word('Short name of its form'),
		formFullName: word('Full name of its form'),
		okud: word('OKUD of its form'),
		periodicity: { ...word('How often it is due'), labelled: true },
		reportStatus: { ...word('Where it stands'), labelled: true },
		owner: word('Person that a certificate names'),
		thumbprint: word('Thumbprint of a certificate'),
		serialNumber: word('Serial number of a certificate'),
		number: word('Number of a power of attorney'),
		representative: word('Person or organization that may act by a power of attorney'),
		validFrom: word('First day of a power of attorney'),
		problem: word('Why an account cannot be read, while the others can'),
		docflowProblem: word('Why the docflow could not be read; the event is delivered all the same'),
		redelivered: { kind: 'boolean', means: 'True when it was handed over once before' },
	};
}
