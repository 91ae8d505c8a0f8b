import { inputError } from '../failure';

/** An application to join the electronic exchange with the Social Fund (ЗПЭД), made once. */
export interface JoiningApplication {
	/** A company; otherwise a sole trader. */
	readonly isCompany: boolean;
	/** Full name of the company; surname, name and patronymic of the sole trader. */
	readonly applicantName: string;
	readonly shortName?: string;
	/** Of the sole trader. */
	readonly snils?: string;
	readonly phone?: string;
	readonly email?: string;
	/** Surname, name and patronymic of who signs. */
	readonly representativeName: string;
	readonly position?: string;
}

/**
 * Writes the contract of the application.
 * @throws ExternError `input` when a person's name is not whole
 */
export function applicationToJoin(application: JoiningApplication): object {
	const { isCompany, applicantName, shortName, snils, phone, email } = application;
	return {
		'for-ul': isCompany,
		'insurer-ul': isCompany ? { 'full-name': applicantName, 'short-name': shortName, phone, email } : undefined,
		'insurer-ip': isCompany ? undefined : { ...person(applicantName, 'applicantName'), snils, phone, email },
		representative: { ...person(application.representativeName, 'representativeName'), position: application.position },
	};
}

/** Russian order; whatever follows the second word belongs to the patronymic (Мамедов Али Гасан оглы). */
function person(fullName: string, field: string): object {
	const [surname, name, ...patronymic] = fullName.trim().split(/\s+/);
	if (!name) throw inputError(`${field}: "${fullName}" is not a full name`, 'Write surname, name and patronymic, like Иванова Анна Петровна', field);
	return { surname, name, patronymic: patronymic.join(' ') || undefined };
}
