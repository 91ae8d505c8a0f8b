import type { IBinaryData, IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Extern, type ExternSettings, inputError, type Language, type Opener, type Port, type RawOrder, type Signer, type SignatureForm } from '../../extern';
import { type Fields, type InputOf, type Outline, readInput, summarise, type View } from '../../extern/operations';
import { isCalledByAgent } from './agent';
import { bytesOf, fileOf, type InputFile } from './binary';
import { openerFor } from './openers';
import { inReadingOrder } from './readingOrder';
import { type RawSigner, signerFor } from './signers';

/** One item of an operation's output. */
export interface Result {
	readonly json: Record<string, unknown>;
	readonly binary?: IBinaryKeyData;
	/** Indexes of the items that it was made of, where one operation takes all of them together. */
	readonly madeOf?: readonly number[];
}

/** What later steps of a pipeline need and every step passes on. */
const CARRIED = [
	'accountId',
	'organizationId',
	'certificate',
	'contentId',
	'fileName',
	'draftsBuilderId',
	'draftId',
	'documentId',
	'docflowId',
	'relatedDocflowId',
	'relatedDocumentId',
	'inventoryId',
	'replyId',
	'replyDocumentId',
	'taskId',
	'requestId',
] as const;

/**
 * One item's run of one operation: reads the form's fields, holds the client, and makes output
 * items that keep what came in.
 */
export class Step {
	/** Patience and pace, as the options of the node ask for. */
	readonly settings: ExternSettings;

	readonly extern: Extern;

	private readonly collections = new Map<string, IDataObject>();

	constructor(
		readonly context: IExecuteFunctions,
		readonly item: INodeExecutionData,
		readonly index: number,
		port: Port,
		private readonly fields: ReadonlySet<string>,
	) {
		this.settings = {
			inFlight: this.option('requestsAtOnce', 10),
			timeoutMs: this.option('timeout', 60) * 1000,
			retryBudgetMs: this.retryBudgetMs,
		};
		this.extern = new Extern(port, this.settings);
	}

	/** A field of the form, or of its Additional Fields; undefined or null when the form does not have or show it. */
	value(name: string): unknown {
		if (!this.fields.has(name)) return this.collected('additionalFields')[name];
		// Without a fallback n8n throws for a field that another one hides, and it extracts values of shown fields only.
		const given: unknown = this.context.getNodeParameter(name, this.index, null);
		const isLocator = typeof given === 'object' && given !== null && '__rl' in given;
		const value: unknown = isLocator ? this.context.getNodeParameter(name, this.index, null, { extractValue: true }) : given;
		return name === 'accountId' && value === '' ? this.item.json.accountId : value;
	}

	/** A text field; empty when it is not filled in. */
	text(name: string): string {
		const value = this.value(name);
		return value === undefined || value === null ? '' : String(value).trim();
	}

	isOn(name: string): boolean {
		return this.value(name) === true;
	}

	/**
	 * Reads the inputs of an operation, or of a flow, from the fields of the same names.
	 * @param found values that a field only leads to, such as the certificate of a thumbprint
	 * @throws ExternError `input` that names the field
	 */
	input<F extends Fields>(fields: F, found: Readonly<Record<string, unknown>> = {}): InputOf<F> {
		const values = Object.fromEntries(Object.keys(fields).map((name) => [name, this.value(name)]));
		return readInput(fields, { ...values, ...found });
	}

	/** As {@link input}; fields that want bytes name binary fields of the item, whose files are read. */
	async inputWithFiles<F extends Fields>(fields: F): Promise<InputOf<F>> {
		const values = Object.keys(fields).map(async (name) => [name, fields[name].type === 'bytes' ? await this.bytes(name) : this.value(name)]);
		return readInput(fields, Object.fromEntries(await Promise.all(values)));
	}

	get view(): View {
		const language: Language = this.option<string>('labelLanguage', 'en') === 'ru' ? 'ru' : 'en';
		return { language, now: this.extern.port.now() };
	}

	/** How long to wait for a background task, in milliseconds. */
	get patienceMs(): number {
		return Math.min(Math.max(this.option('waitUpTo', 5), 0), 30) * 60_000;
	}

	/** Whether what takes longer than that is to fail, instead of saying so. */
	get failsWhenWaiting(): boolean {
		return this.option('failWhenWaiting', false);
	}

	/** How long to repeat what a service does not answer, in milliseconds. */
	get retryBudgetMs(): number {
		return this.option('giveUpAfter', 120) * 1000;
	}

	/** How long to wait until the owner of a key confirms a signature, in milliseconds. */
	get confirmationPatienceMs(): number {
		return Math.min(Math.max(this.option('dssConfirmation', 5), 0), 30) * 60_000;
	}

	/**
	 * Whether only to tell what would be done. An AI agent may be mistaken about what it was asked,
	 * so as a tool the node acts in earnest only when the operator switched that on in the form.
	 */
	get isDryRun(): boolean {
		return this.isOn('dryRun') || (isCalledByAgent(this.context) && !this.option('allowAgents', false));
	}

	/** How many days ahead the end of the signer's certificate is told; 0 for never. */
	get warnBeforeExpiryDays(): number {
		return this.option('warnBeforeExpiry', 30);
	}

	/** What a test key makes of a CMS signature. */
	get signatureForm(): SignatureForm {
		const form = this.option<string>('signatureForm', 'plain');
		return form === 'cades-bes' || form === 'attributes' ? form : 'plain';
	}

	/** In which order raw signatures are attached. */
	get rawOrder(): RawOrder {
		return this.option<string>('rawSignatureOrder', 'standard') === 'reversed' ? 'reversed' : 'standard';
	}

	/** Files of the item, by the names of their binary fields, separated by commas. */
	async files(names: string): Promise<InputFile[]> {
		const properties = names.split(',').map((name) => name.trim()).filter(Boolean);
		if (properties.length === 0) throw inputError('No input file is named', 'Write the name of the binary field, usually data');
		return await Promise.all(properties.map(async (property) => await fileOf(this.context, this.index, property)));
	}

	/**
	 * Whoever signs, by the form's Sign With.
	 * @param rawSigner finds the certificate of raw signatures that were made elsewhere, which do not name theirs
	 * @throws ExternError when the key may not be used there, or nothing to sign with was provided
	 */
	async signer(rawSigner?: RawSigner): Promise<Signer> {
		return { ...(await signerFor(this, rawSigner)), rawOrder: this.rawOrder };
	}

	/**
	 * Whoever decrypts, by the form's Decrypt With.
	 * @throws ExternError when the key may not be used there
	 */
	async opener(): Promise<Opener> {
		return await openerFor(this);
	}

	/** An output item: what came in, what is new, and the trace id of the last call. */
	result(json: Record<string, unknown>, binary?: IBinaryKeyData): Result {
		return { json: inReadingOrder({ ...this.carried(), ...json, ...this.warned(json.warnings), ...this.trace() }), binary: { ...this.item.binary, ...binary } };
	}

	/** An output item read from a wire answer: simplified, or as the service sent it. */
	answer<W extends object>(wire: W, outline: Outline<W> | undefined, known: Record<string, unknown> = {}, binary?: IBinaryKeyData): Result {
		const isRaw = outline === undefined || this.value('simplify') === false;
		const json: Record<string, unknown> = isRaw ? Object.fromEntries(Object.entries(wire)) : summarise(outline, wire, this.view);
		return this.result({ ...known, ...json }, binary);
	}

	/** Stores a file among the output's binary data. */
	async store(property: string, bytes: Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], fileName: string, mimeType?: string): Promise<IBinaryKeyData> {
		const stored: IBinaryData = await this.context.helpers.prepareBinaryData(bytes, fileName, mimeType);
		return { [property]: stored };
	}

	private async bytes(name: string): Promise<Uint8Array | undefined> {
		const property = this.text(name);
		return property === '' ? undefined : await bytesOf(await fileOf(this.context, this.index, property));
	}

	private carried(): Record<string, unknown> {
		return Object.fromEntries(CARRIED.filter((key) => this.item.json[key] !== undefined).map((key) => [key, this.item.json[key]]));
	}

	/** What the client noted, before what the operation itself found. */
	private warned(found: unknown): Record<string, unknown> {
		const { warnings } = this.extern;
		return warnings.length > 0 ? { warnings: [...warnings, ...(Array.isArray(found) ? found : [])] } : {};
	}

	private trace(): Record<string, unknown> {
		const traceId = this.extern.lastTraceId;
		return traceId ? { traceId } : {};
	}

	private option<T extends string | number | boolean>(name: string, usual: T): T {
		const value = this.collected('options')[name];
		return typeof value === typeof usual ? (value as T) : usual;
	}

	/** A collection of fields is read once: n8n resolves all of it each time. */
	private collected(name: string): IDataObject {
		const known = this.collections.get(name);
		if (known) return known;
		const value = this.context.getNodeParameter(name, this.index, {});
		const read = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
		this.collections.set(name, read);
		return read;
	}
}
