'use strict';

/**
 * The MCP server of the AI nodes as far as n8n's start command touches it: something it can ask for, configure and
 * shut down. Nothing listens, because no MCP trigger node is installed.
 */
class Idle {
	static instance() {
		this.only ??= new this();
		return this.only;
	}

	static getInstance() {
		return this.instance();
	}

	constructor() {
		// n8n configures the server through setters that differ from version to version.
		return new Proxy(this, {
			get: (target, name) => (name in target ? target[name] : () => undefined),
		});
	}
}

exports.McpServer = class McpServer extends Idle {};
exports.McpServerManager = class McpServerManager extends Idle {};
exports.QueuedExecutionStrategy = class QueuedExecutionStrategy extends Idle {};
exports.RedisSessionStore = class RedisSessionStore extends Idle {};
