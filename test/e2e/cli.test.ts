import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Commands, RunDetail, RunOptions } from '../../src/app/commands-contract.ts';
import { main } from '../../src/cli/main.ts';
import { type Blame, MabError } from '../../src/core/errors.ts';
import { blankCell, createWorld, mab, reportOf, scoredCell } from './cli-world.ts';

const REPORT_TEXT = `small (small-0123456789abcdef)
Data    open corpus: not MemoryAgentBench scores
Reader  m, served by http://127.0.0.1:8080
State   complete
Total   10 calls; 1.0k tokens in, 50 out; paid $0.12; alone $0.12
Made    2026-11-23T10:00:00.000Z, mab 0.1.0, Node 24.21.0

open_fact_sh_6k: exact_match, OPEN CORPUS
method                               score  answered    in  out  calls   paid  alone    p50
bm25 (reference) topK=5  60.0 [50.0, 70.0]     10/10  1.0k   50     10  $0.12  $0.12  12 ms

Scores in percent with their 95 % interval. in, out: tokens. paid: by this run. \
alone: without replies from before. p50: median time of an answer.
`;

test('run prints the report on standard output and progress on standard error', async () => {
  let given: RunOptions | undefined;
  const { code, stdout, stderr } = await mab(['run', 'small.yaml', '--retry-failed'], {
    async runBenchmark(options) {
      given = options;
      options.onEvent({
        type: 'run-started',
        ...{ runId: 'small-0123456789abcdef', resumed: false, units: 1, questions: 10 },
        ...{ unitsDone: 0, questionsDone: 0, paidPicoUsd: 0n },
      });
      return reportOf(scoredCell);
    },
  });
  assert.equal(stdout, REPORT_TEXT);
  assert.equal(stderr, 'run small-0123456789abcdef: 1 unit, 10 questions\n');
  assert.equal(code, 0);
  const { configPath, workspace, retryFailed, acceptDiverged } = given ?? {};
  assert.deepEqual(
    { configPath, workspace, retryFailed, acceptDiverged },
    { configPath: 'small.yaml', workspace: '.mab', retryFailed: true, acceptDiverged: false },
  );
});

test('run --json prints one JSON document, and nothing else when nobody watches', async () => {
  const report = reportOf(scoredCell);
  const { code, stdout, stderr } = await mab(['run', 'small.yaml', '--json'], {
    async runBenchmark({ onEvent }) {
      onEvent({ type: 'unit-committed', unitId: 'u', label: 'x' });
      return report;
    },
  });
  assert.deepEqual(JSON.parse(stdout), report);
  assert.equal(stderr, '');
  assert.equal(code, 0);
});

test('a run with a blank cell ends with 3', async () => {
  const { code, stdout } = await mab(['run', 'small.yaml'], {
    runBenchmark: async () => reportOf(scoredCell, blankCell),
  });
  assert.equal(code, 3);
  assert.match(stdout, /^\[1\] open_fact_sh_6k#0: The server said no\.$/m);
});

const failures: readonly [code: string, blame: Blame, exitCode: number][] = [
  ['UNFORESEEN', 'bug', 1],
  ['CONFIG_INVALID', 'input', 2],
  ['KEY_MISSING', 'environment', 4],
  ['PROVIDER_DOWN', 'provider', 5],
  ['BUDGET_REACHED', 'environment', 6],
  ['INTERRUPTED', 'environment', 130],
];

for (const [code, blame, exitCode] of failures) {
  test(`${code} ends with ${exitCode}, and tells the next step`, async () => {
    const runBenchmark = async (): Promise<never> => {
      throw new MabError(code, 'It went wrong.', { blame, hint: 'Mend it.' });
    };
    const text = await mab(['run', 'small.yaml'], { runBenchmark });
    assert.deepEqual(text, {
      code: exitCode,
      stdout: '',
      stderr: `error ${code}: It went wrong.\n  next: Mend it.\n`,
    });
    const json = await mab(['run', 'small.yaml', '--json'], { runBenchmark });
    assert.equal(json.code, exitCode);
    assert.deepEqual(JSON.parse(json.stdout), {
      error: { code, message: 'It went wrong.', hint: 'Mend it.', blame, retry: 'never' },
      exitCode,
    });
  });
}

test('the details of a failure are part of its JSON, bigints as text', async () => {
  const { stdout } = await mab(['list', '--json'], {
    async listRuns() {
      throw new MabError('X', 'No.', { details: { problems: [{ path: 'a' }], picoUsd: 5n } });
    },
  });
  assert.deepEqual(JSON.parse(stdout).error.details, {
    problems: [{ path: 'a' }],
    picoUsd: '5',
  });
});

test('what nobody foresaw is our fault, and shows where', async () => {
  const { code, stderr } = await mab(['list'], {
    async listRuns() {
      throw new TypeError('x is not iterable');
    },
  });
  assert.equal(code, 1);
  const [error, next, stack, place] = stderr.split('\n');
  assert.equal(error, 'error UNEXPECTED: x is not iterable');
  assert.equal(next, '  next: This is a fault of mab. Please report it with the lines below.');
  assert.equal(stack, 'TypeError: x is not iterable');
  assert.match(place ?? '', /cli\.test\.ts/);
});

/** A run that goes on until it is told to stop. */
async function untilStopped({ signal }: RunOptions): Promise<never> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  throw signal.reason;
}

const STOPPING = 'stopping: nothing is lost; run the same command to go on\n';

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`the first ${signal} stops the run in good order, and ends with ${exitCode}`, async () => {
    const world = createWorld({
      async runBenchmark(options) {
        setImmediate(() => world.send(signal));
        return untilStopped(options);
      },
    });
    assert.equal(await main(['run', 'small.yaml'], world.io), exitCode);
    assert.equal(world.stderr.text, STOPPING);
    assert.equal(world.stdout.text, '');
    assert.deepEqual(world.exits, []);
  });
}

test('the second Ctrl-C ends the process at once', async () => {
  const world = createWorld({
    async runBenchmark(options) {
      setImmediate(() => {
        world.send('SIGINT');
        world.send('SIGINT');
      });
      return untilStopped(options);
    },
  });
  await main(['run', 'small.yaml'], world.io);
  assert.deepEqual(world.exits, [130]);
});

test('a stopped run says so in JSON', async () => {
  const world = createWorld({
    async runBenchmark(options) {
      setImmediate(() => world.send('SIGINT'));
      return untilStopped(options);
    },
  });
  assert.equal(await main(['run', 'small.yaml', '--json'], world.io), 130);
  const { error, exitCode } = JSON.parse(world.stdout.text);
  assert.deepEqual([error.code, exitCode], ['INTERRUPTED', 130]);
});

test('a failure while stopping is not hidden', async () => {
  const world = createWorld({
    async runBenchmark({ signal }) {
      setImmediate(() => world.send('SIGINT'));
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      throw new MabError('DISK_FULL', 'The disk is full.', { blame: 'environment' });
    },
  });
  assert.equal(await main(['run', 'small.yaml'], world.io), 130);
  assert.equal(world.stderr.text, `${STOPPING}error DISK_FULL: The disk is full.\n`);
});

test('a failed run says where its results so far are', async () => {
  const stopped: Partial<Commands> = {
    async runBenchmark({ onEvent }) {
      onEvent({
        type: 'run-started',
        ...{ runId: 'small-00', resumed: false, units: 1, questions: 10 },
        ...{ unitsDone: 0, questionsDone: 0, paidPicoUsd: 0n },
      });
      throw new MabError('BUDGET_REACHED', 'No more.', { blame: 'environment' });
    },
  };
  const { stderr } = await mab(['run', 'small.yaml'], stopped);
  assert.deepEqual(stderr.split('\n'), [
    'run small-00: 1 unit, 10 questions',
    'so far: mab report small-00',
    'error BUDGET_REACHED: No more.',
    '',
  ]);
  const elsewhere = await mab(['run', 'small.yaml', '--workspace', 'w'], stopped);
  assert.equal(elsewhere.stderr.split('\n')[1], 'so far: mab report small-00 --workspace w');
});

const listing = {
  runId: 'small-0123456789abcdef',
  name: 'small',
  createdAt: '2026-11-23T10:00:00.000Z',
  state: 'complete',
  cells: 5,
  paidPicoUsd: '120000000000',
  unknownPicoUsd: '0',
} as const;

test('list shows the runs in columns, unknown spend only where there is some', async () => {
  const plain = await mab(['list'], { listRuns: async () => [listing] });
  assert.deepEqual(plain, {
    code: 0,
    stdout:
      'run                     created               state     cells  paid\n' +
      'small-0123456789abcdef  2026-11-23 10:00 UTC  complete  5      $0.12\n',
    stderr: '',
  });
  const unknown = await mab(['list', '--workspace', 'w'], {
    async listRuns(workspace) {
      assert.equal(workspace, 'w');
      return [{ ...listing, unknownPicoUsd: '2000000000' }, listing];
    },
  });
  assert.equal(
    unknown.stdout,
    'run                     created               state     cells  paid   unknown\n' +
      'small-0123456789abcdef  2026-11-23 10:00 UTC  complete  5      $0.12  ≤ $0.0020\n' +
      'small-0123456789abcdef  2026-11-23 10:00 UTC  complete  5      $0.12\n',
  );
});

test('list of nothing says how to begin', async () => {
  const { stdout } = await mab(['list'], { listRuns: async () => [] });
  assert.equal(stdout, 'No runs yet. Start one with `mab run CONFIG`.\n');
  const json = await mab(['list', '--json'], { listRuns: async () => [] });
  assert.deepEqual(JSON.parse(json.stdout), { runs: [] });
});

test('report prints each format, or writes it to a file', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-cli-'));
  const file = join(folder.path, 'report.md');
  const readReport = async () => reportOf(scoredCell);
  const terminal = await mab(['report', 'latest'], { readReport });
  assert.equal(terminal.stdout, REPORT_TEXT);
  const json = await mab(['report', 'latest', '--format', 'json'], { readReport });
  assert.deepEqual(JSON.parse(json.stdout), reportOf(scoredCell));
  const markdown = await mab(['report', 'latest', '--format', 'markdown'], { readReport });
  assert.match(markdown.stdout, /^# small \(small-0123456789abcdef\)\n/);
  const written = await mab(['report', 'latest', '--format', 'markdown', '--output', file], {
    readReport,
  });
  assert.deepEqual(written, { code: 0, stdout: '', stderr: `written to ${file}\n` });
  assert.equal(await readFile(file, 'utf8'), markdown.stdout);
});

test('a report that cannot be written is trouble with the environment', async () => {
  const { code, stderr } = await mab(['report', 'latest', '--output', '/no/such/folder/r.md'], {
    readReport: async () => reportOf(scoredCell),
  });
  assert.equal(code, 4);
  assert.match(stderr, /^error OUTPUT_NOT_WRITTEN: \/no\/such\/folder\/r\.md cannot be written/);
});

const detail: RunDetail = {
  report: reportOf(scoredCell, { ...blankCell, cellId: 'c2', method: 'oracle', settings: '' }),
  manifest: { config: { name: 'small', budgetPicoUsd: 5n } },
  failed: [
    {
      cellId: 'c2',
      questionId: 'open_fact_sh_6k#0/q3',
      code: 'PROVIDER_REFUSED',
      message: 'The server said \u001b[31mno.',
    },
  ],
  questions: [],
};

test('show tells the configuration, the cells and the failed questions', async () => {
  const { code, stdout } = await mab(['show', 'small'], { showRun: async () => detail });
  assert.equal(code, 0);
  assert.deepEqual(stdout.split('\n'), [
    'small-0123456789abcdef: incomplete',
    '',
    '{',
    '  "name": "small",',
    '  "budgetPicoUsd": "5"',
    '}',
    '',
    'cell  method                   dataset          outcome  contexts  answered  calls' +
      '  paid   phases     served by',
    'c1    bm25 (reference) topK=5  open_fact_sh_6k  scored   1/1       10/10     10' +
      '     $0.12  answer 10  openai 10, embedded 12 texts',
    'c2    oracle (reference)       open_fact_sh_6k  blank    0/1       4/10      10' +
      '     $0.12  answer 10',
    '',
    '1 question failed:',
    '  open_fact_sh_6k#0/q3, oracle (reference): PROVIDER_REFUSED: The server said ?[31mno.',
    '',
    'Scores: `mab report`. Everything: --json. One question: --question ID.',
    '',
  ]);
});

const SERVED = [
  { ...{ route: 'azure', servedBy: 'https://a' }, ...{ calls: 1, embeddedTexts: 0 } },
  { ...{ route: 'MiniLM', servedBy: 'MiniLM' }, ...{ calls: 0, embeddedTexts: 1 } },
];

test('show tells what prompt caching saved', async () => {
  const caching = { savedPicoUsd: '870000000000', savedShare: 0.6712 };
  const { report } = detail;
  const cached = { ...detail, report: { ...report, totals: { ...report.totals, caching } } };
  const { stdout } = await mab(['show', 'small'], { showRun: async () => cached });
  assert.match(stdout, /^Prompt caching saved \$0\.87 \(67\.1 %\)\.$/m);
});

test('show --question tells how each method answered it, and what it saw', async () => {
  const { stdout } = await mab(['show', 'small', '--question', 'open_fact_sh_6k#0/q3'], {
    async showRun(_workspace, run, questionId) {
      assert.deepEqual([run, questionId], ['small', 'open_fact_sh_6k#0/q3']);
      return {
        ...detail,
        questions: [
          {
            ...{ cellId: 'c1', method: 'bm25', served: SERVED },
            record: {
              v: 2,
              questionId: 'open_fact_sh_6k#0/q3',
              question: 'Who is the heir\nof Solomon?',
              answers: ['Robert Clarke', 'R. Clarke'],
              outcome: 'answered',
              answer: 'It is Robert Clarke',
              finish: 'length',
              retrieved: [
                {
                  kind: 'chunk',
                  rank: 1,
                  score: 3.64567,
                  sources: ['a#0#c8'],
                  excerpt: '365. The',
                },
                { kind: 'summary', rank: 2, sources: [], excerpt: 'heirs' },
              ],
              provenance: 'exact',
              droppedTokens: 7,
              usage: {
                ...{ inputTokens: 90, cachedInputTokens: 10, outputTokens: 4 },
                ...{ cacheWriteTokens: 0, reasoningTokens: 0, source: 'reported' },
              },
              standalonePicoUsd: '4200000000',
            },
            scores: {
              v: 2,
              questionId: 'open_fact_sh_6k#0/q3',
              ...{ parsed: 'Robert Clarke', notes: [] },
              scores: { f1: 0.8, exact_match: 1 },
            },
          },
        ],
      };
    },
  });
  assert.deepEqual(stdout.split('\n'), [
    'open_fact_sh_6k#0/q3',
    'question  Who is the heir of Solomon?',
    'accepted  Robert Clarke | R. Clarke',
    '',
    'bm25 (reference) topK=5',
    '  answer    It is Robert Clarke',
    '  parsed    Robert Clarke',
    '  scores    exact_match 1, f1 0.8',
    '  ended by  length',
    '  left out  7 tokens did not fit',
    '  served by azure (https://a), MiniLM',
    '  cost      100 tokens in, 4 out (reported), $0.0042 alone',
    '  retrieved (exact; the first 200 characters of each)',
    '     1. chunk 3.646 a#0#c8',
    '        365. The',
    '     2. summary',
    '        heirs',
    '',
    '1 question failed:',
    '  open_fact_sh_6k#0/q3, oracle (reference): PROVIDER_REFUSED: The server said ?[31mno.',
    '',
  ]);
});

test('a question that nobody knows is bad input, with how questions are named', async () => {
  const { code, stderr } = await mab(['show', 'small', '--question', 'q9'], {
    showRun: async () => detail,
  });
  assert.equal(code, 2);
  assert.equal(
    stderr,
    'error QUESTION_UNKNOWN: No finished unit of this run has "q9".\n' +
      '  next: Questions are named like open_fact_sh_6k#0/q0: dataset, context and question, ' +
      'from 0.\n',
  );
});

test('data list shows what a source holds', async () => {
  const { stdout } = await mab(['data', 'list', './rows'], {
    async listData(from) {
      assert.equal(from, './rows');
      return {
        label: './rows',
        datasets: [
          {
            ...{ dataset: 'eventqa_full', competency: 'accurate-retrieval' },
            ...{ rows: 5, questions: 500, statuses: ['partial', 'unverified'] },
          },
        ],
      };
    },
  });
  assert.equal(
    stdout,
    './rows\n\n' +
      'dataset       competency          contexts  questions  rows are\n' +
      'eventqa_full  accurate-retrieval  5         500        partial, unverified\n',
  );
});

test('data forget deletes only when it is told twice', async () => {
  const asked: string[] = [];
  const forgetDataset = async (workspace: string, dataset: string) => {
    asked.push(`${workspace} ${dataset}`);
    return { calls: 12 };
  };
  const refused = await mab(['data', 'forget', 'eventqa_full'], { forgetDataset });
  assert.equal(refused.code, 7);
  assert.deepEqual(asked, []);
  const done = await mab(['data', 'forget', 'eventqa_full', '--yes'], { forgetDataset });
  assert.equal(done.stdout, 'Deleted from the ledger on eventqa_full: 12 calls.\n');
  assert.deepEqual(asked, ['.mab eventqa_full']);
});

test('wrong commands and flags are bad input, with the nearest right one', async () => {
  const usage = (message: string) => ({
    code: 2,
    stdout: '',
    stderr: `error USAGE: ${message}\n  next: Run \`mab --help\`, or \`mab COMMAND --help\`.\n`,
  });
  assert.deepEqual(await mab(['lst']), usage("Unknown command 'lst' (Did you mean list?)."));
  assert.deepEqual(await mab(['show']), usage("Missing required argument 'run'."));
  assert.deepEqual(
    await mab(['run', 'a', '--workspce', 'b']),
    usage("Unknown option '--workspce' (Did you mean --workspace?)."),
  );
  assert.deepEqual(
    await mab(['report', 'latest', '--format', 'pdf']),
    usage(
      "Option '--format <format>' argument 'pdf' is invalid. " +
        'Allowed choices are terminal, markdown, json, html, csv, cells-csv, parquet.',
    ),
  );
});

test('help is an answer on standard output; its absence an error on standard error', async () => {
  const asked = await mab(['--help']);
  assert.equal(asked.code, 0);
  assert.match(asked.stdout, /^Usage: mab \[options\] \[command\]\n/);
  assert.match(asked.stdout, /\n {2}143 {2}stopped by SIGTERM\n$/);
  const missing = await mab([]);
  assert.deepEqual([missing.code, missing.stdout], [2, '']);
  assert.equal(missing.stderr, asked.stdout);
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  assert.deepEqual(await mab(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
});
