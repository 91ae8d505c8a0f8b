import { digestBits, signDigest, streebog, type PrivateKey } from '../../../gost';
import type { Chance } from '../chance';
import { encoded, treeOf, type Tree } from '../derTree';
import { changeBytes, changeFile, changeStructure } from './damages';
import { Dice } from './dice';
import { partOf, positionClasses, positionsOf, type PositionClass } from './positions';
import type { Specimen } from './specimens';

/** Where a mutation strikes: bytes by what they are for, the tree of values, the file as a whole, or what is signed, with a new signature. */
export const mutationClasses = [...positionClasses, 'structure', 'file', 'signed anew'] as const;
export type MutationClass = (typeof mutationClasses)[number];

/** A spoilt specimen. */
export interface Mutation {
	readonly specimen: Specimen;
	readonly mutationClass: MutationClass;
	/** What was done, where a name for it exists. */
	readonly how: string;
	readonly file: Buffer;
	readonly content: Buffer;
}

/** The classes that a specimen has places for. */
export function classesOf(specimen: Specimen): MutationClass[] {
	const positions = positionsOf(specimen);
	return mutationClasses.filter((name) => {
		if (name === 'structure' || name === 'file') return true;
		if (name === 'signed anew') return signedPartOf(specimen, treeOf(specimen.bytes)) !== undefined;
		return positions[name] !== undefined || (name === 'content' && specimen.content.length > 0);
	});
}

/** Spoils a specimen in one place of the class; what comes out always differs from it. */
export function mutate(specimen: Specimen, mutationClass: MutationClass, chance: Chance, name: string): Mutation {
	const dice = new Dice(chance, name);
	for (;;) {
		const mutation = attempt(specimen, mutationClass, dice);
		if (!mutation.file.equals(specimen.bytes) || !mutation.content.equals(specimen.content)) return mutation;
	}
}

function attempt(specimen: Specimen, mutationClass: MutationClass, dice: Dice): Mutation {
	const { bytes, content } = specimen;
	const mutation = { specimen, mutationClass, how: '', file: bytes, content };
	if (mutationClass === 'file') return { ...mutation, file: changeFile(bytes, dice) };
	if (mutationClass === 'structure') {
		const tree = treeOf(bytes);
		const how = changeStructure(tree, tree, dice);
		return { ...mutation, how, file: encoded(tree) };
	}
	if (mutationClass === 'signed anew') return { ...mutation, ...signedAnew(specimen, dice) };
	if (mutationClass === 'content' && content.length > 0) {
		return { ...mutation, content: dice.below(4) === 0 ? changeFile(content, dice) : changeBytes(content, [...content.keys()], dice) };
	}
	return { ...mutation, file: changeBytes(bytes, positionsIn(specimen, mutationClass), dice) };
}

const known = new Map<Specimen, ReturnType<typeof positionsOf>>();

function positionsIn(specimen: Specimen, positionClass: PositionClass): number[] {
	const positions = known.get(specimen) ?? positionsOf(specimen);
	known.set(specimen, positions);
	return positions[positionClass] ?? [];
}

/** What the signature of the file is over, when that is a part of the file. */
function signedPartOf({ kind }: Specimen, tree: Tree): Tree | undefined {
	if (kind === 'signature') return partOf(kind, tree, 'attributes');
	if (kind === 'certificate') return partOf(kind, tree, 'certificate');
	return undefined;
}

/** The structure of what is signed is spoilt, and the signature is right again: only the readers can object. */
function signedAnew(specimen: Specimen, dice: Dice): { file: Buffer; how: string } {
	const tree = treeOf(specimen.bytes);
	const part = signedPartOf(specimen, tree);
	const signature = partOf(specimen.kind, tree, 'signature value');
	if (!part || !signature || !specimen.signedBy) throw new Error(`${specimen.name} has no signed part`);
	const how = changeStructure(tree, part, dice);
	const toBeSigned = encoded(part);
	// RFC 5652 §5.4: attributes are signed under the tag of a SET
	if (specimen.kind === 'signature') toBeSigned[0] = 0x31;
	const unusedBits = specimen.kind === 'certificate' ? [0] : [];
	signature.content = Buffer.concat([Buffer.from(unusedBits), sign(specimen.signedBy, toBeSigned)]);
	return { file: encoded(tree), how };
}

function sign(key: PrivateKey, bytes: Buffer): Uint8Array {
	return signDigest(key, streebog(digestBits(key), bytes));
}
