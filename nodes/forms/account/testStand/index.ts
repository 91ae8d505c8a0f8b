import type { Form } from '../../form';
import { accountTools } from './accounts';
import { docflowTools } from './docflows';
import { fileTools } from './files';
import { onTestStand } from './onTestStand';

/** What the test stand makes for whoever tries a workflow. */
export const testStandForms: Form[] = [...accountTools, ...docflowTools, ...fileTools].map(onTestStand);
