/** Who exists: the integrators that hold an api-key, and the people who sign in through them. */

export interface Client {
	clientId: string;
	apiKey: string;
	redirectUris: string[];
}

export interface User {
	id: string;
	login: string;
	password: string;
	/** Ten digits, no country code, as the old sign-in wants it. */
	phone: string;
	/** Eleven digits. */
	snils: string;
	fio: { surname: string; name: string; patronymic: string };
	/** Thumbprints of the certificates this person may sign in with: 40 upper-case hex digits. */
	certificateThumbprints: string[];
	accounts: Membership[];
}

export interface Membership {
	accountId: string;
	role: 'user' | 'admin' | 'director';
}

export class Directory {
	readonly clients: Client[] = [];
	readonly users: User[] = [];
	#externalIds = new Map<string, string>();

	client(clientId: string): Client | undefined {
		return this.clients.find((client) => client.clientId === clientId);
	}

	clientByApiKey(apiKey: string): Client | undefined {
		return this.clients.find((client) => client.apiKey.toLowerCase() === apiKey.toLowerCase());
	}

	user(id: string): User | undefined {
		return this.users.find((user) => user.id === id);
	}

	userByLogin(login: string): User | undefined {
		return this.users.find((user) => user.login === login);
	}

	userByPhone(phone: string): User | undefined {
		const digits = lastTenDigits(phone);
		return this.users.find((user) => lastTenDigits(user.phone) === digits);
	}

	userBySnils(snils: string): User | undefined {
		const digits = snils.replace(/\D/g, '');
		return this.users.find((user) => user.snils === digits);
	}

	userByThumbprint(thumbprint: string): User | undefined {
		return this.users.find((user) => user.certificateThumbprints.includes(thumbprint.toUpperCase()));
	}

	/** The user whom a partner knows under an id of its own. */
	userByExternalId(clientId: string, serviceUserId: string): User | undefined {
		return this.user(this.#externalIds.get(`${clientId} ${serviceUserId}`) ?? '');
	}

	linkExternalId(clientId: string, serviceUserId: string, userId: string): void {
		this.#externalIds.set(`${clientId} ${serviceUserId}`, userId);
	}

	/** Nobody works in this account any more. */
	leave(accountId: string): void {
		for (const user of this.users) user.accounts = user.accounts.filter((membership) => membership.accountId !== accountId);
	}

	clear(): void {
		this.clients.length = 0;
		this.users.length = 0;
		this.#externalIds.clear();
	}
}

function lastTenDigits(phone: string): string {
	return phone.replace(/\D/g, '').slice(-10);
}
