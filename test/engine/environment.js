/** Settings that n8n-core reads while it is imported, so they are made before any test file. */
process.env.N8N_ENCRYPTION_KEY ??= 'key of the engine tests';
process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
process.env.N8N_LOG_LEVEL ??= 'silent';
