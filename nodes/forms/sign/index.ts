import type { Form, Resource } from '../form';
import { cloudForms } from './cloud';
import { documentForms } from './document';
import { draftForms } from './draft';
import { dssForms } from './dss';
import { fileForms } from './file';
import { signatureForms } from './signature';

export const resources: Resource[] = [
	{ name: 'Document', value: 'document' },
	{ name: 'Draft', value: 'draft' },
	{ name: 'File', value: 'file' },
	{ name: 'Signature', value: 'signature' },
];

export const forms: Form[] = [...signatureForms, ...draftForms, ...dssForms, ...cloudForms, ...documentForms, ...fileForms];
