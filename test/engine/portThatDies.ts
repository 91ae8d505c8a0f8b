import axios from 'axios';

import type { Port, PortAnswer, PortRequest } from '../../extern';
import type { Sandbox, Seed } from './sandbox';

/** A process that was killed. */
export class Killed extends Error {}

/** A port over plain HTTP that dies at a request: before it leaves, or after it was answered. */
export function portThatDies(at: number, moment: 'before' | 'after', { addresses }: Sandbox, { sid, apiKey }: Seed): Port & { sent: number } {
	const port = {
		apiRoot: addresses.api,
		clientKey: 'killed',
		sent: 0,
		cancelled: () => false,
		now: () => Date.now(),
		pause: async (milliseconds: number) => await new Promise<void>((over) => setTimeout(over, Math.min(milliseconds, 50))),
		async send(request: PortRequest): Promise<PortAnswer> {
			port.sent += 1;
			const number = port.sent;
			if (number >= at && moment === 'before') throw new Killed();
			const { status, headers, data } = await axios.request<ArrayBuffer>({
				method: request.method,
				url: request.url,
				headers: { ...request.headers, authorization: `auth.sid ${sid}`, 'x-kontur-apikey': apiKey },
				data: request.body,
				responseType: 'arraybuffer',
				validateStatus: () => true,
			});
			if (number >= at) throw new Killed();
			const body = request.expect === 'bytes' ? new Uint8Array(data) : Buffer.from(data).toString('utf8');
			const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
			return { kind: 'answer', status, headers: Object.fromEntries(names), body };
		},
	};
	return port;
}
