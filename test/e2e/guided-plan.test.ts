import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { planCommands } from '../../src/app/plan/plan-commands.ts';
import type { Dialog } from '../../src/cli/dialog.ts';
import { main } from '../../src/cli/main.ts';
import type { Advice, AdviceInput } from '../../src/contracts/advice.ts';
import { MabError } from '../../src/core/errors.ts';
import { createArena } from '../chaos/support/arena.ts';
import { createWorld } from './cli-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

const real = { plan: async () => planCommands };

/** Somebody who types these lines, and then goes away. */
function typing(lines: readonly string[]): Dialog & { readonly questions: string[] } {
  const [rest, questions] = [[...lines], [] as string[]];
  return {
    questions,
    async ask(question) {
      questions.push(question);
      const line = rest.shift();
      if (line === undefined) throw new MabError('INTERRUPTED', 'Nobody types any more.');
      return line;
    },
    [Symbol.dispose]: () => {},
  };
}

/** `mab plan` at a terminal. */
async function guided(lines: readonly string[], ...flags: readonly string[]) {
  const dialog = typing(lines);
  const { io, stdout, stderr } = createWorld(real, { terminal: true, dialog });
  const code = await main(['plan', ...flags], io);
  return { code, out: stdout.text, shown: stderr.text, questions: dialog.questions };
}

/** What somebody typed for each topic, line by line, and what it has to mean. */
const DIALOGS: Readonly<Record<string, readonly (readonly [line: string, value: unknown])[]>> = {
  configuration: [
    ...([
      ['3', 'large'],
      ['GRAPH', 'graph'],
      ['1', 'occasional'],
      ['low', 'low'],
      ['1', 'one'],
      ['gcp', 'gcp'],
      ['12.5', 12.5],
      ['3', 3],
    ] as const),
  ],
  machines: [
    ...([
      ['bm25', 'bm25'],
      ['8', 8],
      ['none', undefined],
      ['', undefined],
      ['16', 16],
      ['', undefined],
      ['2', 2],
      ['y', true],
      ['No', false],
      ['2', 'aws'],
      ['us-east-1', 'us-east-1'],
    ] as const),
  ],
  clouds: [
    ...([
      ['6', 'memorag'],
      ['2', 2],
      ['4', 4],
      ['yes', true],
      ['200', 200],
      ['1e3', 1000],
      ['7', 7],
      ['2', 2],
      ['gpt-4o', 'gpt-4o'],
      ['60, 30, 10', [60, 30, 10]],
      ['y', true],
      ['azure', 'azure'],
    ] as const),
  ],
  spot: [
    ...([
      ['1', 'aws'],
      ['g4dn.xlarge', 'g4dn.xlarge'],
      ['', undefined],
      ['40', 40],
      ['240', 240],
      ['6', 6],
      ['3', 3],
      ['10', 10],
      ['month', 'month'],
      ['245', 245],
      ['2', 2],
    ] as const),
  ],
  commitment: [
    ...([
      ['gcp', 'gcp'],
      ['n2-standard-4', 'n2-standard-4'],
      ['us-central1', 'us-central1'],
      ['24, 10', [24, 10]],
      ['30', 30],
    ] as const),
  ],
  fleet: [
    ...([
      ['m6i.xlarge,t3.xlarge', ['m6i.xlarge', 't3.xlarge']],
      ['40', 40],
      ['memory', 'memory'],
      ['20', 20],
      ['t3.xlarge=0.08', ['t3.xlarge=0.08']],
      ['', undefined],
      ['mine', 'mine'],
      ['arn:aws:iam::1:role/x', 'arn:aws:iam::1:role/x'],
    ] as const),
  ],
  serverless: [
    ...([
      ['2000', 2000],
      ['0.5', 0.5],
      ['1024', 1024],
      ['t3.small', 't3.small'],
      ['y', true],
      ['2', 2],
      ['8', 8],
      ['12', 12],
      ['t3.xlarge', 't3.xlarge'],
      ['us-east-1', 'us-east-1'],
    ] as const),
  ],
  transfer: [
    ...([
      ['9', 9],
      ['3', 3],
      ['4', 4],
      ['n', false],
      ['us-east-1', 'us-east-1'],
      ['us-east-1', 'us-east-1'],
      ['5', 5],
      ['50', 50],
      ['2', 2],
      ['elsewhere', 'elsewhere'],
    ] as const),
  ],
  embedding: [
    ...([
      ['5000000', 5_000_000],
      ['text-embedding-3-large', 'text-embedding-3-large'],
      ['aws', 'aws'],
      ['g5.xlarge', 'g5.xlarge'],
      ['savings-plan-3y', 'savings-plan-3y'],
      ['20', 20],
      ['9000', 9000],
    ] as const),
  ],
  vectors: [
    ...([
      ['5000', 5000],
      ['768', 768],
      ['0', 0],
      ['9', 9],
      ['2', 2],
    ] as const),
  ],
  roadmap: [
    ...([
      ['t3a.xlarge', 't3a.xlarge'],
      ['4', 4],
      ['25', 25],
      ['50', 50],
      ['gpt-4o', 'gpt-4o'],
      ['1000000', 1_000_000],
      ['2000', 2000],
      ['70', 70],
      ['40', 40],
      ['text-embedding-3-large', 'text-embedding-3-large'],
      ['3000000', 3_000_000],
      ['g5.xlarge', 'g5.xlarge'],
      ['80', 80],
      ['2', 2],
      ['6', 6],
    ] as const),
  ],
};

for (const [at, { id, inputs }] of planCommands.topics.entries()) {
  test(`at a terminal: each input of ${id} is asked for, and what is typed goes into the answer`, async () => {
    const lines = DIALOGS[id] ?? assert.fail(`nobody types anything for ${id}`);
    assert.equal(lines.length, inputs.length);
    const { code, out, questions } = await guided(
      [String(at + 1), ...lines.map(([line]) => line)],
      '--json',
    );
    assert.equal(code, 0);
    assert.equal(questions.length, 1 + lines.length);
    const advice = JSON.parse(out) as Advice;
    assert.equal(advice.topic, id);
    const expected = inputs.flatMap(({ name }, index) => {
      const [, value] = lines[index] ?? [];
      return value === undefined ? [] : [[name, value]];
    });
    assert.deepEqual(givenOf(advice.inputs), expected);
  });
}

function givenOf(inputs: readonly AdviceInput[]): unknown[] {
  return inputs.filter(({ from }) => from === 'given').map(({ name, value }) => [name, value]);
}

test('at a terminal: a forecast, whose dollars a cell have no default', async () => {
  const lines = ['30', '6', '2', '1', '0', '4', 'y', '', '0.25', '-5', '100', '10', '2'];
  const { code, out, shown, questions } = await guided(['forecast', ...lines], '--json');
  assert.equal(code, 0);
  assert.match(
    shown,
    /cellUsd \(--cell-usd\) has to be a number from 1e-9 to 10000000 USD, not no/,
  );
  assert.equal(questions[8], questions[9]);
  const { inputs } = JSON.parse(out) as { inputs: AdviceInput[] };
  const given = [30, 6, 2, 1, 0, 4, true, 0.25, -5, 100, 10, 2];
  assert.deepEqual(
    inputs.map(({ value }) => value),
    given,
  );
});

test('at a terminal: a checklist, of a file that has to be there', async () => {
  const path = join(arena.folder(), 'inventory.yaml');
  writeFileSync(
    path,
    'provider: aws\nregion: us-east-1\nvolumes: [{ id: v-1, type: gp3, gb: 100, attached: false }]\n',
  );
  const limits = ['10', '', '', '30', '2', '', ''];
  const { code, out, shown } = await guided(
    ['13', '', '/none.yaml', '.', path, ...limits],
    '--json',
  );
  assert.equal(code, 0, shown);
  assert.match(shown, /Name a file, or type aws\./);
  assert.match(shown, /\/none\.yaml/);
  const { topic, inputs } = JSON.parse(out) as Advice;
  assert.equal(topic, 'checklist');
  assert.deepEqual(givenOf(inputs), [
    ['idlePercent', 10],
    ['oldDays', 30],
    ['imagesKept', 2],
  ]);
});

test('at a terminal: what cannot be is told and asked again, a dot takes the rest as it stands', async () => {
  const lines = ['nonsense', 'commitment', 'ibm', '', 't3.xlrge', '', '24,25', '24,8', '.'];
  // No machine is called t3.xlrge: all is asked again, with the answers there.
  const { code, out, shown, questions } = await guided([...lines, '', 't3.xlarge', '.']);
  assert.equal(code, 0, shown);
  assert.match(shown, /^What do you want to know\?\n {2}1 {3}configuration {2}Which configuration/);
  for (const problem of [
    'Please type a number, or one of the names.',
    'cloud (--cloud) has to be one of aws, azure, gcp, not "ibm".',
    'hoursPerDay (--hours-per-day) has to be a list of 1 to 50 numbers from 0 to 24 hours/day, not [24,25].',
    'The price catalogue has no machine aws/t3.xlrge. Did you mean',
  ]) {
    assert.ok(shown.includes(problem), problem);
  }
  assert.deepEqual(questions, [
    '1 to 13, or a name [1]: ',
    '1 to 13, or a name [1]: ',
    '1 to 3 [aws]: ',
    '1 to 3 [aws]: ',
    'Type, as its cloud names it [t3.xlarge]: ',
    'Region, instead of the usual one of the cloud [none]: ',
    'How long each machine of the fleet runs, 0 to 24 hours/day, with commas [24,24,8,8]: ',
    'How long each machine of the fleet runs, 0 to 24 hours/day, with commas [24,24,8,8]: ',
    'Discount of a savings plan that was offered to you, 0 to 99 % [none]: ',
    '1 to 3 [aws]: ',
    'Type, as its cloud names it [t3.xlrge]: ',
    'Region, instead of the usual one of the cloud [none]: ',
  ]);
  assert.match(out, /Commit to 1 of 2 aws t3\.xlarge/);
});

test('at a terminal: five questions lead to a configuration, the rest is left as it is', async () => {
  const { out, shown, questions } = await guided(['', '3', 'GRAPH', '', 'low', '1', '.']);
  assert.equal(questions.length, 7);
  assert.match(
    shown,
    /\nHow much is evaluated\?\n {2}1 {2}small {3}fewer than 5 datasets\n {2}2 {2}medium {2}5 to 20/,
  );
  assert.match(
    out,
    /\nThe full configuration: 3 × m6i\.2xlarge, on-demand; 4 × g5\.xlarge, on-demand; large models\./,
  );
});

test('at a terminal: a user who goes away has started nothing', async () => {
  const { code, out } = await guided(['machines', '1']);
  assert.deepEqual([code, out], [130, '']);
});
