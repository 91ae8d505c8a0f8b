import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from './chance';
import type { Verdict } from './fuzz/judge';
import { classesOf, mutate, mutationClasses, type Mutation, type MutationClass } from './fuzz/mutations';
import { theirVerdicts, type TheirVerdict } from './fuzz/openSslJury';
import { notMathematics, stricter, type Rule } from './fuzz/rules';
import { specimensOn, type Kind, type Specimen } from './fuzz/specimens';
import { WatchedJudge } from './fuzz/watchedJudge';
import { engineWorks, GostBench, installLine } from './gostEngine';
import { commonSets } from './parameterSets';

const wanted = Number(process.env.FUZZ_MUTATIONS ?? 5000);
const batchSize = 400;
// so few of a kind say nothing about its share
const byChance = 3;
const foundFolder = join(__dirname, '../../.cache/fuzz');
// What nobody has seen yet belongs into a run that somebody looks at: with a number given, every run is another.
const chance = new Chance(process.env.FUZZ_MUTATIONS ? undefined : '508746965');
const works = engineWorks();
const describeWithEngine = works || process.env.CI === 'true' ? describe : describe.skip;

describeWithEngine(works ? `mutated files (GOST_SEED=${chance.seed})` : `fuzzing needs: ${installLine}`, () => {
	let bench: GostBench;
	let specimens: Specimen[];
	const judge = new WatchedJudge();

	beforeAll(() => {
		bench = new GostBench();
		specimens = commonSets.flatMap((set) => specimensOn(bench, set));
	});

	afterAll(async () => {
		bench.remove();
		await judge.stop();
	});

	/** Both verdicts on each file, side by side. */
	async function verdictsOn(files: Pick<Mutation, 'specimen' | 'file' | 'content'>[], limitMs: number): Promise<{ ours: Verdict; theirs: TheirVerdict }[]> {
		const questions = files.map(({ specimen, file, content }, index) => {
			bench.write(`m${index}`, file);
			bench.write(`c${index}`, content);
			return { command: specimen.question.replaceAll('FILE', `m${index}`).replace('CONTENT', `c${index}`), file: `m${index}` };
		});
		const cases = files.map(({ specimen: { kind, key, certificate, authority, namesCertificate, passphrase }, file, content }) => ({
			question: { kind, key, certificate, authority, namesCertificate, passphrase },
			file,
			content,
		}));
		const [ours, theirs] = await Promise.all([judge.verdicts(cases, limitMs), theirVerdicts(bench, questions)]);
		return ours.map((verdict, index) => ({ ours: verdict, theirs: theirs[index] }));
	}

	test(
		`get one verdict from us and from OpenSSL, ${wanted} of them`,
		async () => {
			const started = Date.now();
			const untouched = await verdictsOn(specimens.map((specimen) => ({ specimen, file: specimen.bytes, content: specimen.content })), 60_000);
			expect(untouched.map(({ ours, theirs }, index) => [specimens[index].name, ours.accepts, theirs.accepts])).toEqual(
				specimens.map(({ name }) => [name, true, true]),
			);
			// relative to what the machine needs for files in order, and far above it
			const limitMs = 10_000 + 20 * (Date.now() - started);

			const plan = planOf(specimens, wanted);
			const counted = new Map<string, number>();
			const count = (name: string) => counted.set(name, (counted.get(name) ?? 0) + 1);
			const found: string[] = [];
			for (let first = 0; first < plan.length; first += batchSize) {
				const mutations = plan
					.slice(first, first + batchSize)
					.map(({ specimen, mutationClass }, index) => mutate(specimen, mutationClass, chance, `mutation ${first + index}`));
				const verdicts = await verdictsOn(mutations, limitMs);
				for (const [index, mutation] of mutations.entries()) {
					const { ours, theirs } = verdicts[index];
					const difference = differenceOf(mutation, ours, theirs);
					count(mutation.mutationClass);
					count(ours.accepts ? 'accepted by both' : 'refused by us');
					const { kind } = mutation.specimen;
					count(ofKind('mutations', kind));
					if (difference === undefined) continue;
					count(difference.name);
					count(ofKind(difference.name, kind));
					if (!difference.allowed) found.push(keep(mutation, first + index, difference.name, ours, theirs));
				}
			}
			process.stdout.write(`${reportOf(counted, wanted)}\n`);
			expect(found).toEqual([]);
			expect([...stricter, ...notMathematics].flatMap((rule) => overused(rule, counted))).toEqual([]);
			for (const name of mutationClasses) expect([name, counted.get(name)]).toEqual([name, plan.filter(({ mutationClass }) => mutationClass === name).length]);
		},
		60_000 + wanted * 100,
	);
});

/** Under which name something is counted in the files of a kind. */
function ofKind(name: string, kind: Kind): string {
	return `${name}, ${kind}`;
}

/** The kinds of files in which a rule explains more than it may. */
function overused({ name, kinds, atMost }: Rule, counted: ReadonlyMap<string, number>): string[] {
	return kinds.flatMap((kind) => {
		const [explained, all] = [ofKind(name, kind), ofKind('mutations', kind)].map((key) => counted.get(key) ?? 0);
		const share = typeof atMost === 'number' ? atMost : (atMost[kind] ?? 0);
		return explained > Math.max(byChance, (all * share) / 1000) ? [`${ofKind(name, kind)}: ${explained} of ${all}`] : [];
	});
}

/** Which specimen is spoilt where: the classes of a kind get equal shares, and so do the specimens. */
function planOf(specimens: Specimen[], total: number): { specimen: Specimen; mutationClass: MutationClass }[] {
	const places = specimens.flatMap((specimen) => classesOf(specimen).map((mutationClass) => ({ specimen, mutationClass })));
	return Array.from({ length: total }, (_, index) => places[index % places.length]);
}

function differenceOf(mutation: Mutation, ours: Verdict, theirs: TheirVerdict): { name: string; allowed: boolean } | undefined {
	if (ours.crashed) return { name: 'crash', allowed: false };
	if (ours.accepts && theirs.accepts) {
		return readsTheSame(mutation.specimen, ours, theirs) ? undefined : { name: 'both read something else', allowed: false };
	}
	if (ours.accepts === theirs.accepts) return undefined;
	const rule = (ours.accepts ? notMathematics : stricter).find(({ kinds, applies }) => kinds.includes(mutation.specimen.kind) && applies(mutation, ours, theirs));
	const name = rule?.name ?? (ours.accepts ? 'accepted by us only' : 'refused by us only');
	return { name, allowed: rule !== undefined };
}

/** The content of an envelope is compared whole. Of a key OpenSSL writes a SubjectPublicKeyInfo, which ends in the point that we give. */
function readsTheSame({ kind }: Specimen, ours: Verdict, theirs: TheirVerdict): boolean {
	if (!ours.output) return kind === 'signature' || kind === 'certificate';
	if (!theirs.output || ours.output.length === 0) return theirs.output?.length === 0;
	const compared = kind === 'envelope' ? theirs.output : theirs.output.subarray(-ours.output.length);
	return compared.equals(ours.output);
}

/** Keeps a file that somebody has to look at, and says what about it. */
function keep({ specimen, mutationClass, how, file, content }: Mutation, number: number, difference: string, ours: Verdict, theirs: TheirVerdict): string {
	mkdirSync(foundFolder, { recursive: true });
	const path = join(foundFolder, `${chance.seed}-${number}`);
	for (const [ending, bytes] of Object.entries({ file, content, key: specimen.key, 'certificate.der': specimen.certificate, 'authority.der': specimen.authority, 'specimen': specimen.bytes })) {
		writeFileSync(`${path}.${ending}`, bytes);
	}
	return `${difference}: ${specimen.name}, ${mutationClass} ${how}, ${path}.file; we: ${ours.reason || 'accept'}; OpenSSL: ${theirs.reason.trim().slice(0, 600) || 'accepts'}`;
}

function reportOf(counted: Map<string, number>, total: number): string {
	const lines = [...counted].map(([name, number]) => `  ${String(number).padStart(6)} ${name}`);
	return [`Fuzzing: ${total} mutations, GOST_SEED=${chance.seed}`, ...lines].join('\n');
}
