import { join } from 'node:path';

/** Settings that keep n8n from looking outside and from asking newcomers questions. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	N8N_AI_ASSISTANT_BASE_URL: '',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_MCP_ACCESS_ENABLED: 'false',
	N8N_INSTANCE_AI_TEMPLATES_DISABLED: 'true',
	N8N_PUBLIC_API_SWAGGERUI_DISABLED: 'true',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/** Only this machine can reach it, over plain http. */
const local = {
	N8N_SECURE_COOKIE: 'false',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_RUNNERS_MODE: 'internal',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
	GENERIC_TIMEZONE: 'Europe/Moscow',
};

/** What belongs to the person who started us and would lead n8n astray: its own settings and a debugger's. */
const foreign = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|NODES_|npm_|NODE_OPTIONS$|NODE_ENV$)/;

/**
 * @param {{ userFolder: string, port: number, brokerPort: number, settings: Record<string, string> }} instance
 * @param {string} nodeFolder of the executable, first on the path
 * @returns {NodeJS.ProcessEnv}
 */
export function n8nEnvironment({ userFolder, port, brokerPort, settings }, nodeFolder) {
	const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
	return {
		...inherited,
		...quiet,
		...local,
		PATH: `${nodeFolder}:${process.env.PATH}`,
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_RESTRICT_FILE_ACCESS_TO: join(userFolder, '.n8n-files'),
		...settings,
	};
}
