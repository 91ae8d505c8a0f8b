import { stop } from '../../../../extern';
import { isForTests } from '../../../../extern/signin';
import type { Form } from '../../form';

/** A form of the test tools, which only the test stand has; for production it stops before anything is sent. */
export function onTestStand(form: Form): Form {
	return {
		...form,
		async run(step) {
			if (!isForTests(step.extern.port.apiRoot)) {
				throw stop('Test tools are for the test stand only', 'Nothing was sent. Choose a credential whose environment is the test stand');
			}
			return await form.run(step);
		},
	};
}
