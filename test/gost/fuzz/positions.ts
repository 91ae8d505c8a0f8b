import { treeOf, valuesOf, type Tree } from '../derTree';
import type { Kind, Specimen } from './specimens';

/** What the bytes of a file are for. */
export const positionClasses = [
	'content',
	'digest',
	'attributes',
	'certificate',
	'signature value',
	'key',
	'OIDs',
	'lengths',
	'tags',
	'others',
] as const;
export type PositionClass = (typeof positionClasses)[number];

/** Offsets into a file by class; a byte may be of several. */
export type Positions = Partial<Record<PositionClass, number[]>>;

const tag = { bitString: 0x03, octetString: 0x04, objectIdentifier: 0x06, sequence: 0x30, context0: 0xa0, context1: 0xa1 } as const;
const messageDigest = Buffer.from('2a864886f70d010904', 'hex');

/** What each byte of a specimen is for. The content of a signature stands beside the file and is not among them. */
export function positionsOf({ kind, bytes }: Specimen): Positions {
	const tree = treeOf(bytes);
	const positions: Positions = {};
	const add = (name: PositionClass, start: number, end: number) => {
		const list = (positions[name] ??= []);
		for (let offset = start; offset < end; offset++) list.push(offset);
	};
	const named = partsOf[kind](tree);
	for (const { name, part } of named) add(name, part.at.contentStart, part.at.end);
	for (const { value } of valuesOf(tree)) {
		const { start, contentStart, end } = value.at;
		add('tags', start, start + 1);
		add('lengths', start + 1, contentStart);
		if (value.tag === tag.objectIdentifier) add('OIDs', contentStart, end);
		else if (!value.members && !named.some(({ part }) => part.at.start <= start && end <= part.at.end)) add('others', contentStart, end);
	}
	return positions;
}

/** The value of a file that a class is about. */
export function partOf(kind: Kind, tree: Tree, name: PositionClass): Tree | undefined {
	return partsOf[kind](tree).find((one) => one.name === name)?.part;
}

type Part = { name: PositionClass; part: Tree };

const partsOf: Record<Kind, (tree: Tree) => Part[]> = {
	signature: (file) => {
		const signed = bodyOf(file);
		const certificates = signed.find((part) => part.tag === tag.context0);
		const signers = signed[signed.length - 1].members ?? [];
		return [
			...(certificates ? [{ name: 'certificate' as const, part: certificates }] : []),
			...signers.flatMap(({ members = [] }) => signerParts(members)),
		];
	},
	envelope: (file) => {
		const enveloped = bodyOf(file);
		const recipients = enveloped.find((part) => part.tag === 0x31)?.members ?? [];
		const content = enveloped.find((part) => part.tag === tag.sequence)?.members ?? [];
		const checkValue = enveloped.find((part) => part.tag === tag.context1);
		return [
			...recipients.map(({ members = [] }) => ({ name: 'key' as const, part: members[members.length - 1] })),
			{ name: 'content', part: content[content.length - 1] },
			...(checkValue ? [{ name: 'digest' as const, part: checkValue }] : []),
		];
	},
	certificate: ({ members = [] }) => {
		const [body, , signature] = members;
		const publicKey = (body.members ?? []).find(({ members: [, bits] = [] }) => bits?.tag === tag.bitString);
		return [
			{ name: 'certificate', part: body },
			{ name: 'signature value', part: signature },
			...(publicKey ? [{ name: 'key' as const, part: publicKey }] : []),
		];
	},
	key: ({ members = [] }) => [{ name: 'key', part: members[members.length - 1] }],
	'key store': ({ members = [] }) => [
		{ name: 'key', part: members[1] },
		...(members[2] ? [{ name: 'digest' as const, part: members[2] }] : []),
	],
};

function bodyOf({ members = [] }: Tree): Tree[] {
	return members[1]?.members?.[0]?.members ?? [];
}

function signerParts(signer: Tree[]): Part[] {
	const attributes = signer.find((part) => part.tag === tag.context0);
	const digest = attributes?.members?.find(({ members = [] }) => members[0].content.equals(messageDigest))?.members?.[1];
	const signature = signer.find((part) => part.tag === tag.octetString);
	return [
		...(attributes ? [{ name: 'attributes' as const, part: attributes }] : []),
		...(digest ? [{ name: 'digest' as const, part: digest }] : []),
		...(signature ? [{ name: 'signature value' as const, part: signature }] : []),
	];
}
