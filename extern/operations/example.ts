/**
 * How an operation is tried, and shown: what an operator fills into its form. Ids of the step before need no example,
 * since the form takes them from there.
 */
export interface Example {
	/** What has to be there before: a stage of test/engine/stages, which also makes the item of the step before. */
	readonly given: string;
	/** Fields of the form by their names, all of them; expressions over the item of the step before are allowed. */
	readonly fields?: Readonly<Record<string, unknown>>;
	/** Fields of Additional Fields, all of them. */
	readonly more?: Readonly<Record<string, unknown>>;
	/** Additional Fields that do not go with the others, such as filters that no docflow fits at once: each group is tried alone. */
	readonly apart?: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** Fields that the form can do without, but not in this example. */
	readonly needed?: readonly string[];
	/** For a list: what leaves several entries, where the example as a whole leaves at most one. */
	readonly several?: { readonly given?: string; readonly fields?: Readonly<Record<string, unknown>>; readonly more?: Readonly<Record<string, unknown>> };
	/** For a list: what narrows it down to nothing, where anything does. */
	readonly nothing?: { readonly given?: string; readonly fields?: Readonly<Record<string, unknown>>; readonly more?: Readonly<Record<string, unknown>> };
}

/** The examples of a file of records, by the id of the operation. */
export type Examples = Readonly<Record<string, Example>>;
