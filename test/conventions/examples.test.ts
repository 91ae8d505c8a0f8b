import { exampleNames as names, exampleWorkflow as workflow, OUR_NODES, type Workflow, type WorkflowNode } from './exampleWorkflows';

/** Example workflows show what the package can do: two that use the same operations would show the same thing twice. */
function operationsOf(name: string): string {
	const { nodes } = workflow(name);
	const ours = nodes.filter(({ type }) => type.startsWith(OUR_NODES));
	return [...new Set(ours.map(({ type, parameters: { resource, operation, source } }) => [type, resource, operation, source].filter(Boolean).join(' ')))].sort().join(', ');
}

test.each(names)('%s uses a set of our operations of its own', (name) => {
	const twins = names.filter((other) => other !== name && operationsOf(other) === operationsOf(name));
	expect(twins).toEqual([]);
});

test('no workflow does without our nodes', () => {
	expect(names.filter((name) => operationsOf(name) === '')).toEqual([]);
});

const NOTE = 'n8n-nodes-base.stickyNote';

/** Nodes that lead to this one. */
function before({ connections }: Workflow, node: string): string[] {
	return Object.keys(connections).filter((name) => connections[name].main.some((output) => output?.some((target) => target.node === node)));
}

/** Nodes that this output leads to, near and far. */
function behind({ connections }: Workflow, node: string, output: number): Set<string> {
	const found = new Set<string>();
	const look = (targets: ReadonlyArray<{ readonly node: string }> | null | undefined) => {
		for (const target of targets ?? []) {
			if (found.has(target.node)) continue;
			found.add(target.node);
			connections[target.node]?.main.forEach(look);
		}
	};
	look(connections[node].main[output]);
	return found;
}

test.each(names)('%s leads to each of its nodes', (name) => {
	const read = workflow(name);
	const steps = read.nodes.filter(({ type }) => type !== NOTE && !/trigger$|emailReadImap$/i.test(type));
	expect(steps.filter((node) => before(read, node.name).length === 0).map((node) => node.name)).toEqual([]);
});

const LOOP_OUTPUT = 1;

test.each(names)('%s enters a loop from one place: n8n drops what comes from a second one while the first is at work', (name) => {
	const read = workflow(name);
	const loops = read.nodes.filter(({ type }) => type === 'n8n-nodes-base.splitInBatches');
	const entrances = loops.map((loop) => before(read, loop.name).filter((node) => !behind(read, loop.name, LOOP_OUTPUT).has(node)).length);
	expect(entrances).toEqual(loops.map(() => 1));
});

/** Names of files and keys stand in backticks and count for no language; names of the editor are English. */
function isMainlyRussian(text: string): boolean {
	const prose = text.replace(/`[^`]*`/g, '');
	const cyrillic = prose.match(/\p{Script=Cyrillic}/gu) ?? [];
	const latin = prose.match(/\p{Script=Latin}/gu) ?? [];
	return cyrillic.length > 2 * latin.length;
}

test.each(names)('%s explains itself in notes, in Russian', (name) => {
	const notes = workflow(name).nodes.filter(({ type }) => type === NOTE).map(({ parameters: { content = '' } }) => content);
	expect(notes.length).toBeGreaterThan(0);
	expect(notes.filter((note) => !isMainlyRussian(note))).toEqual([]);
});

test('a note in English, or without words, is none in Russian', () => {
	expect(['', '## 1', 'Reads the feed every minute, then writes a mail: «Письмо»', '## 1. События\nReads the event feed'].filter(isMainlyRussian)).toEqual([]);
	expect(isMainlyRussian('## 1. События\nРаз в минуту читает ленту: **Start From**')).toBe(true);
});

const isMessage = ({ type }: WorkflowNode) => /\.(emailSend|telegram)$/.test(type);

/** Whether what fails here comes to this node again by its error output, or ends the execution in sight. */
function isNotLost(read: Workflow, { name, onError }: WorkflowNode): boolean {
	if (onError !== 'continueErrorOutput') return false;
	const ways = behind(read, name, 1);
	return ways.has(name) || read.nodes.some((node) => node.type === 'n8n-nodes-base.stopAndError' && ways.has(node.name));
}

test.each(names)('%s loses no message that mail or chat does not take: it is tried again, or the execution fails in sight', (name) => {
	const read = workflow(name);
	const hasty = read.nodes.filter((node) => isMessage(node) && node.retryOnFail !== true && !isNotLost(read, node));
	expect(hasty.map((node) => node.name)).toEqual([]);
});

/** Whether what follows a mail asks for the id that only a mail that went out has. */
function isLookedAfter(read: Workflow, { name }: WorkflowNode): boolean {
	return read.nodes.some((node) => behind(read, name, 0).has(node.name) && JSON.stringify(node.parameters).includes('messageId'));
}

test.each(names)('%s takes no mail for sent that n8n passes on unsent: without its credential it hands on what came in', (name) => {
	const read = workflow(name);
	const mails = read.nodes.filter(({ type, onError }) => type === 'n8n-nodes-base.emailSend' && onError === 'continueErrorOutput');
	expect(mails.filter((mail) => !isLookedAfter(read, mail)).map((mail) => mail.name)).toEqual([]);
});

test.each(names)('%s tells what went wrong by the text that is there for people', (name) => {
	const messages = workflow(name).nodes.filter(isMessage).map(({ parameters }) => JSON.stringify(parameters));
	expect(messages.flatMap((message) => message.match(/\berror\??\.(message|lines|description)\b/g) ?? [])).toEqual([]);
});

/** It tells of nodes of others, too, whose errors have their ids in them. */
const TELLS_OF_ANY_NODE = 'error-alert';

test.each(names.filter((name) => name !== TELLS_OF_ANY_NODE))('%s strips no IDs: texts of our nodes have none', (name) => {
	const stripping = workflow(name).nodes.filter((node) => isMessage(node) && /a-f\]\{8\}|urn:\\\\S/.test(JSON.stringify(node.parameters)));
	expect(stripping.map((node) => node.name)).toEqual([]);
});

test.each(names)('%s takes nothing for sent that Kontur.Extern is at work on still', (name) => {
	const sending = workflow(name).nodes.filter(({ type, parameters: { operation, additionalFields } }) => type.endsWith('.konturExternSend') && operation === 'send' && !additionalFields?.until);
	expect(sending.filter(({ parameters: { options } }) => options?.failWhenWaiting !== true).map((node) => node.name)).toEqual([]);
});

/** What stands in an HTML mail as somebody wrote it: names, and what went wrong. */
const WRITTEN_BY_OTHERS = /\.(name|notTaken|payerName|who|why)\b|\berror\b|\bproblem\b/;

/** Expressions of an HTML mail that put such words in as they are: a name with `<` or `&` in it would spoil the mail. */
function unescapedIn(html: string): string[] {
	const expressions = html.match(/\{\{[\s\S]*?\}\}(?!\))/g) ?? [];
	return expressions.filter((expression) => WRITTEN_BY_OTHERS.test(expression) && !expression.includes(".replaceAll('&', '&amp;').replaceAll('<', '&lt;')"));
}

test.each(names)('%s escapes names and what went wrong in its mails', (name) => {
	const mails = workflow(name).nodes.map(({ parameters: { html = '' } }) => html);
	expect(mails.flatMap(unescapedIn)).toEqual([]);
});

test('a name that is not escaped is found', () => {
	const escaped = "{{ $json.name.replaceAll('&', '&amp;').replaceAll('<', '&lt;') }}";
	expect(unescapedIn(`=<p>{{ $json.form }} {{ $json.payerName }}: ${escaped}</p>`)).toEqual(['{{ $json.payerName }}']);
});

/** Nodes that come right behind one, by any of its outputs. */
function after({ nodes, connections }: Workflow, name: string) {
	const targets = new Set((connections[name]?.main ?? []).flatMap((output) => output ?? []).map(({ node }) => node));
	return nodes.filter((node) => targets.has(node.name));
}

/** Waits for a time, and not for a person. */
const isPause = ({ type, parameters: { unit } }: WorkflowNode) => type === 'n8n-nodes-base.wait' && unit !== undefined;

test.each(names)('%s looks again when the look after a pause fails: an hour without the service must not end it', (name) => {
	const read = workflow(name);
	const looks = read.nodes.filter(isPause).flatMap((pause) => after(read, pause.name));
	// What goes through all docflows of an account comes to them again the next evening.
	const following = looks.filter(({ parameters: { operation } }) => operation !== 'processMany');
	const ending = following.filter((look) => look.onError !== 'continueRegularOutput' && !isNotLost(read, look));
	expect(ending.map((look) => look.name)).toEqual([]);
});

test.each(names)('%s does everything else before it pauses: n8n runs the upper branch first, and a pause holds up the whole execution', (name) => {
	const read = workflow(name);
	const early = read.nodes.flatMap((node) => {
		const next = after(read, node.name).sort((one, other) => one.position[1] - other.position[1]);
		return next.slice(0, -1).filter(isPause).map((pause) => `${node.name} → ${pause.name}`);
	});
	expect(early).toEqual([]);
});

/** A node as the editor draws it, with its name below; a note says itself how large it is. */
const NODE = { width: 96, height: 130 };

/** What lies upon one another on the canvas. */
function overlapsIn(nodes: readonly WorkflowNode[]): string[] {
	const boxes = nodes.map(({ name, position: [left, top], parameters: { width = NODE.width, height = NODE.height } }) => ({ name, left, top, right: left + width, bottom: top + height }));
	return boxes.flatMap((one, index) =>
		boxes.slice(index + 1).filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom).map((other) => `${one.name} / ${other.name}`),
	);
}

test.each(names)('%s hides nothing on its canvas behind something else', (name) => {
	expect(overlapsIn(workflow(name).nodes)).toEqual([]);
});

test('a note that hides a node is found', () => {
	const at = (name: string, x: number, y: number, parameters = {}) => ({ name, type: NOTE, position: [x, y] as const, parameters });
	expect(overlapsIn([at('Заметка', 0, 0, { width: 640, height: 240 }), at('Узел', 440, 200), at('Другой', 660, 200)])).toEqual(['Заметка / Узел']);
});
