/** The test tools: what makes accounts, certificates, letters and files to try the service with. */

import type { Handlers } from '../call';
import { accountTools } from './accounts';
import { calendarTool } from './calendar';
import { certificateTool } from './certificates';
import { contentTool } from './contents';
import { docflowTools } from './docflows';
import { letterTools } from './letters';
import { reportFileTools } from './reportFiles';

export const testToolHandlers: Handlers = {
	...accountTools,
	...calendarTool,
	...certificateTool,
	...contentTool,
	...docflowTools,
	...letterTools,
	...reportFileTools,
};
