import type { Form, Resource } from '../form';
import { builderForms } from './builder';
import { builderDocumentForms } from './builderDocument';
import { builderFileForms } from './builderFile';
import { contractForms } from './contract';
import { documentForms } from './document';
import { draftForms } from './draft';
import { reportDraftForm } from './reportDraft';
import { reportFileForms } from './reportFile';

export const resources: Resource[] = [
	{ name: 'Draft', value: 'draft' },
	{ name: 'Builder', value: 'builder' },
	{ name: 'Builder Document', value: 'builderDocument' },
	{ name: 'Builder File', value: 'builderFile' },
	{ name: 'Document', value: 'document' },
	{ name: 'Report File', value: 'reportFile' },
];

export const forms: Form[] = [...builderForms, ...builderDocumentForms, ...builderFileForms, ...contractForms, ...documentForms, ...draftForms, reportDraftForm, ...reportFileForms];
