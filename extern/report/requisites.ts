/** A taxpayer, a sender or a payer. */
export interface Party {
	readonly inn: string;
	/** Absent for sole traders and persons. */
	readonly kpp?: string;
}

/** A person as reports write one (ФИО). */
export interface PersonName {
	readonly surname: string;
	readonly givenName: string;
	readonly patronymic?: string;
}

/** What a report says about itself; whatever cannot be read is absent. */
export interface Requisites {
	/** Whose format it is, by the root element. */
	readonly authority?: 'fns' | 'rosstat' | 'sfr';
	/** ИдФайл: the identity of a report for the tax service. */
	readonly fileId?: string;
	/** Code of the form (КНД). */
	readonly knd?: string;
	/** Code of the form of the statistics service (ОКУД). */
	readonly okud?: string;
	/** Name of the form of the social fund, such as ЕФС-1. */
	readonly sfrForm?: string;
	/** Tax office that gets the report (КодНО). */
	readonly taxOffice?: string;
	readonly payer?: Party;
	readonly payerName?: string;
	/** ОКПО of the respondent. */
	readonly okpo?: string;
	/** Registration number at the social fund. */
	readonly sfrNumber?: string;
	/** Code of the period, as the authority numbers them, and its year. */
	readonly periodCode?: string;
	readonly year?: string;
	/** НомКорр: 0 for the first report. */
	readonly correctionNumber?: string;
	/** Whether the file says that a representative signs it (ПрПодп = 2). */
	readonly byRepresentative?: boolean;
	/** Who signs it, by its own word: the head, or the representative. */
	readonly signer?: PersonName;
}

/** An element as requisites are read from it. */
export interface SeenElement {
	readonly name: string;
	attribute(name: string): string | undefined;
	readonly path: readonly string[];
}

/** Collects the requisites of a report while it is read, whoever reads it. */
export class RequisitesReader {
	private found: Requisites = {};

	get requisites(): Requisites {
		return this.found;
	}

	element(element: SeenElement): void {
		const { path } = element;
		if (path.length === 1) this.note({ authority: authorityOf(element.name) });
		const { authority } = this.found;
		if (authority === 'fns') this.note(ofTaxReport(element));
		if (authority === 'rosstat') this.note(ofStatReport(element));
		if (authority === 'sfr' && path.length === 2) this.note({ sfrForm: localName(element.name) });
	}

	words(text: string, path: readonly string[]): void {
		if (this.found.authority !== 'sfr') return;
		const value = text.trim();
		const name = localName(path[path.length - 1]);
		if (name === 'РегНомер' || name === 'РегистрационныйНомер') this.note({ sfrNumber: value });
		const { payer } = this.found;
		if (name === 'ИНН' && /^(\d{10}|\d{12})$/.test(value)) this.note({ payer: { inn: value } });
		if (name === 'КПП' && payer && !payer.kpp) this.found = { ...this.found, payer: { ...payer, kpp: value } };
	}

	/** What was read first is kept: the title comes before whatever repeats it. */
	private note(read: Requisites): void {
		const told = Object.entries(read).filter(([, value]) => value !== undefined);
		if (told.length > 0) this.found = { ...Object.fromEntries(told), ...this.found };
	}
}

function authorityOf(root: string): Requisites['authority'] {
	if (root === 'Файл') return 'fns';
	if (root === 'report') return 'rosstat';
	return localName(root) === 'ЭДПФР' ? 'sfr' : undefined;
}

function ofTaxReport({ name, attribute, path }: SeenElement): Requisites {
	if (path.length === 1) return { fileId: attribute('ИдФайл') };
	if (name === 'Документ' && path.length === 2) {
		return {
			knd: attribute('КНД'),
			taxOffice: attribute('КодНО'),
			correctionNumber: attribute('НомКорр'),
			periodCode: attribute('Период'),
			year: attribute('ОтчетГод'),
		};
	}
	if (name === 'Подписант') return { byRepresentative: attribute('ПрПодп') === '2' };
	if (path[2] === 'Подписант' && path.length === 4 && name === 'ФИО') return { signer: personIn(attribute) };
	if (path[2] !== 'СвНП') return {};
	const company = attribute('ИННЮЛ');
	if (company) return { payer: { inn: company, kpp: attribute('КПП') }, payerName: attribute('НаимОрг') };
	const person = attribute('ИННФЛ');
	if (person) return { payer: { inn: person } };
	const surname = name === 'ФИО' ? attribute('Фамилия') : undefined;
	return surname ? { payerName: [surname, attribute('Имя'), attribute('Отчество')].filter(Boolean).join(' ') } : {};
}

function personIn(attribute: SeenElement['attribute']): PersonName | undefined {
	const [surname, givenName, patronymic] = ['Фамилия', 'Имя', 'Отчество'].map((name) => attribute(name)?.trim() || undefined);
	return surname && givenName ? { surname, givenName, ...(patronymic && { patronymic }) } : undefined;
}

/** Templates of the statistics service: the form stands in the root, the respondent in its title. */
function ofStatReport({ name, attribute, path }: SeenElement): Requisites {
	if (path.length === 1) return { okud: attribute('shifr') ?? attribute('code'), year: attribute('year'), periodCode: attribute('period') };
	if (path[1] !== 'title' || name !== 'item') return {};
	const value = attribute('value');
	switch (attribute('name')?.toLowerCase()) {
		case 'inn':
			return { payer: value ? { inn: value } : undefined };
		case 'okpo':
			return { okpo: value };
		case 'name':
			return { payerName: value };
		default:
			return {};
	}
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
