import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { publishedFile } from '../../src/bench/datasets/__fixtures__/published-file.ts';
import { publishedRow } from '../../src/bench/datasets/__fixtures__/published-rows.ts';
import { findDataset } from '../../src/bench/datasets/catalog.ts';
import { fileOfCompetency } from '../../src/bench/datasets/parquet-file.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { DATASET, factRow, writeDataFolder } from '../chaos/support/small-dataset.ts';
import { endingRun, readFailure } from './bad-input-world.ts';
import { mab } from './cli-world.ts';
import {
  type AskedJudge,
  cellOf,
  createScene,
  panelOf,
  QUESTIONS,
  RIGHT,
  type Said,
  startJudges,
  WRONG,
} from './judge-scene.ts';

const scene = createScene();
after(() => scene[Symbol.dispose]());

const ALL = 2 * QUESTIONS;

async function judge(
  workspace: string,
  ...flags: readonly string[]
): Promise<{ code: number; report: RunReport; stderr: string }> {
  const args = ['judge', 'latest', '--workspace', workspace, '--json', ...flags];
  const { code, stdout, stderr } = await mab(args, commands);
  assert.ok(code === 0 || code === 3, `${code}: ${stdout}`);
  return { code, report: JSON.parse(stdout) as RunReport, stderr };
}

/** A workspace with a run of eight answers that nobody has marked. */
async function answered(changes: object = {}): Promise<string> {
  const workspace = scene.arena.folder();
  await endingRun(scene.config(changes), workspace);
  return workspace;
}

/** Of one unit. */
function findVerdicts(units: string): string {
  const names = readdirSync(units, { recursive: true, encoding: 'utf8' });
  const found = names.find((name) => name.includes('verdicts-'));
  assert.ok(found);
  return join(units, found);
}

/** Says of each question what stands in its place. */
const byQuestion =
  (...marks: readonly Said[]) =>
  ({ question }: AskedJudge): Said =>
    marks[question] ?? WRONG;

describe('mab run with judges', () => {
  it('has answers marked as soon as they are there, and once', async () => {
    await using judges = await startJudges(byQuestion(RIGHT, RIGHT, RIGHT));
    const config = scene.config({
      datasets: [{ id: DATASET, chunkTokens: 64, judge: 'generic' }],
      judge: panelOf(judges.url, ['a']),
    });
    const workspace = scene.arena.folder();
    const first = await endingRun(config, workspace);
    assert.equal(first.exitCode, 0);
    const cell = cellOf(first.report);
    // 3 of 8 are right; 100 tokens in at $1 a million and 10 out at $2, for each.
    assert.equal(cell.metrics.judge_accuracy?.mean, 3 / 8);
    assert.deepEqual(cell.judged, {
      ...{ protocol: 'generic', metrics: ['judge_accuracy'] },
      ...{ scored: ALL, planned: ALL, unscored: {}, repaired: 0 },
      standalonePicoUsd: String(BigInt(ALL) * 120_000_000n),
    });
    assert.equal(cell.phases.judge?.calls, ALL);
    assert.equal(cell.money.paidPicoUsd, String(BigInt(ALL) * 120_000_000n));
    const again = await endingRun(config, workspace);
    assert.deepEqual(again.report, first.report);
    assert.equal(judges.asked.length, ALL);
  });

  it('goes on where a judge could not be asked, and says until then what is missing', async () => {
    await using judges = await startJudges(({ question }) =>
      question === 1 ? { status: 500 } : question === 2 ? { status: 400 } : RIGHT,
    );
    const config = scene.config({
      datasets: [{ id: DATASET, chunkTokens: 64, judge: 'generic' }],
      judge: panelOf(judges.url, ['a']),
    });
    const workspace = scene.arena.folder();
    const first = await endingRun(config, workspace);
    assert.deepEqual([first.report.state, cellOf(first.report).judged?.scored], ['incomplete', 4]);
    assert.match(first.report.warnings.join('\n'), /4 of 8 verdicts are missing/);
    assert.equal(cellOf(first.report).metrics.judge_accuracy, undefined);
    judges.say = () => RIGHT;
    // What was refused for good is asked again when that is wanted only.
    const second = await endingRun(config, workspace);
    assert.equal(second.report.state, 'incomplete');
    const third = await endingRun(config, workspace, '--retry-failed');
    assert.deepEqual([third.report.state, cellOf(third.report).judged?.scored], ['complete', ALL]);
    const calls = judges.asked.map(({ question }) => question);
    const countOf = (question: number) => calls.filter((one) => one === question).length;
    assert.deepEqual([0, 1, 2, 3, 4].map(countOf), [1, 2, 2, 1, 1]);
  });
});

describe('a dataset whose score is a judge’s', () => {
  /** LongMemEval's question of two types on one context, and a book with five key points. */
  async function writeRows(): Promise<string> {
    const folder = scene.arena.folder();
    for (const id of ['longmemeval_s*', 'infbench_sum_eng_shots2']) {
      const { row } = await publishedRow(id, 1, 2);
      const file = fileOfCompetency(findDataset(id).competency);
      writeFileSync(join(folder, file), new Uint8Array(publishedFile([row])));
    }
    return folder;
  }

  /** Two sentences, of which the judge finds the first in the expert's summary. */
  const ANSWER = { text: 'They went to sea. They came home.' };
  const judgeOf = ({ prompt }: AskedJudge): Said => {
    if (prompt.includes('"fluent"')) return { text: '{"fluent": true}' };
    if (prompt.includes('"found"')) return { text: '{"reasons": "the first", "found": [1]}' };
    if (prompt.includes('"supported"')) return { text: '{"reasons": "", "supported": [1]}' };
    return prompt.includes('kettle') ? RIGHT : WRONG;
  };

  it('is blank until judges have marked all of it, and says why', async () => {
    await using answers = await startJudges(() => ANSWER);
    const reader = { provider: 'openai-compatible', model: 'r', contextTokens: 99_000 };
    const changes = {
      data: { folder: await writeRows() },
      datasets: ['longmemeval_s*', 'infbench_sum_eng_shots2'],
      reader: { ...reader, baseUrl: answers.url, price: 'free' },
    };
    const workspace = scene.arena.folder();
    const unmarked = await endingRun(scene.config(changes), workspace);
    assert.deepEqual([unmarked.exitCode, unmarked.report.state], [3, 'complete']);
    const [conversations, book] = unmarked.report.cells;
    assert.match(conversations?.reason ?? '', /^Answered, not judged: no judge was asked\./);
    assert.equal(conversations?.outcomes?.unjudged, 2);
    assert.deepEqual([book?.metric, book?.score], ['judge_f1', undefined]);

    await using judges = await startJudges((asked) =>
      asked.prompt.includes('"found"') ? { text: 'I found a lot.' } : judgeOf(asked),
    );
    const one = await judge(workspace, '--judges', scene.judges(judges.url, ['a']));
    assert.deepEqual(
      one.report.cells.map(({ outcome, reason, judged }) => [outcome, reason, judged?.scored]),
      [
        ['scored', undefined, 2],
        ['blank', '1 of 1 verdicts missing: JUDGE_UNREADABLE 1.', 0],
      ],
    );
    assert.equal(one.code, 3);
    judges.say = judgeOf;
    const { code, report } = await judge(workspace, '--judges', scene.judges(judges.url, ['b']));
    assert.equal(code, 0);
    const scores = report.cells.map(({ metrics, score }) => [score?.mean, metrics]);
    assert.equal(scores[0]?.[0], 0.5);
    // Recall 1/5, precision 1/2, fluent: 2 · 0.2 · 0.5 / 0.7.
    const { metrics } = report.cells[1] ?? {};
    assert.deepEqual(
      ['judge_f1', 'judge_fluency', 'judge_recall', 'judge_precision'].map((name) =>
        metrics?.[name]?.mean.toFixed(6),
      ),
      [(0.2 / 0.7).toFixed(6), '1.000000', '0.200000', '0.500000'],
    );
    assert.deepEqual(report.judging?.protocols.toSorted(), ['longmemeval', 'summary']);
    assert.equal(report.cells[0]?.outcomes?.right, 1);
  });
});

describe('mab judge', () => {
  it('marks answers that were drawn at random, and asks the reader nothing', async () => {
    const reader = { provider: 'openai-compatible', model: 'r', contextTokens: 9_000 };
    await using answers = await startJudges(() => ({ text: 'Some answer.' }));
    const workspace = await answered({
      reader: { ...reader, baseUrl: answers.url, temperature: 1, price: 'free' },
    });
    assert.equal(answers.asked.length, ALL);
    await using judges = await startJudges(() => RIGHT);
    const file = scene.judges(judges.url, ['a']);
    const { code, report } = await judge(workspace, '--judges', file, '--rubric', 'generic');
    assert.deepEqual([code, cellOf(report).metrics.judge_accuracy?.mean], [0, 1]);
    assert.deepEqual([answers.asked.length, judges.asked.length], [ALL, ALL]);
  });

  it('says of a judge that is no language model that its marks mean nothing', async () => {
    const workspace = await answered();
    const file = join(scene.arena.folder(), 'judges.yaml');
    writeFileSync(file, 'judge: { models: [{ provider: scripted, model: script-a, name: a }] }\n');
    const { report } = await judge(workspace, '--judges', file, '--rubric', 'generic');
    const note = 'The judge a is a script, no language model: its marks mean nothing.';
    assert.ok(report.warnings.includes(note));
    const args = ['report', 'latest', '--workspace', workspace, '--format', 'html'];
    assert.ok((await mab(args, commands)).stdout.includes(note));
  });

  it('does nothing the second time, and says so', async () => {
    const workspace = await answered();
    await using judges = await startJudges(() => RIGHT);
    const file = scene.judges(judges.url, ['a']);
    const args = ['judge', 'latest', '--workspace', workspace, '--judges', file];
    const flags = ['--rubric', 'generic'];
    const first = await mab([...args, ...flags], commands);
    assert.match(first.stderr, /: 8 answers\n[\s\S]*\n8 answers judged\n$/);
    const second = await mab([...args, ...flags], commands);
    assert.match(
      second.stderr,
      /8 judged already\nnothing to do: all answers are judged already\n$/,
    );
    assert.equal(second.stdout, first.stdout);
    assert.equal(judges.asked.length, ALL);
  });

  it('takes other judges beside the first ones, and says how far all of them agree', async () => {
    const workspace = await answered();
    const [yes, no] = [RIGHT, WRONG];
    // a: 1 1 1 1 0 0 0 0, b: 1 1 1 0 0 0 0 1, c says as a of the first, else nothing to be read.
    const said = {
      a: byQuestion(yes, yes, yes, yes, no, no, no, no),
      b: byQuestion(yes, yes, yes, no, no, no, no, yes),
      c: byQuestion(yes, ...Array.from({ length: 7 }, () => ({ text: 'Yes, that is right.' }))),
    };
    await using judges = await startJudges((asked) => said[asked.model as 'a'](asked));
    const generic = ['--rubric', 'generic'];
    const one = await judge(workspace, '--judges', scene.judges(judges.url, ['a']), ...generic);
    assert.equal(cellOf(one.report).metrics.judge_accuracy?.mean, 0.5);
    const file = scene.judges(judges.url, ['a', 'b', 'c']);
    const { report } = await judge(workspace, '--judges', file, ...generic);
    // Tied are 3 and 7, where a and b differ and c is silent.
    const { judged, metrics } = cellOf(report);
    assert.deepEqual([judged?.scored, judged?.unscored], [6, { JUDGE_TIED: 2 }]);
    assert.equal(metrics.judge_accuracy, undefined);
    // The verdicts of a were bought before.
    assert.equal(judges.asked.filter(({ model }) => model === 'a').length, ALL);
    const table = report.judging?.agreement.map(
      ({ first, second, kind, answers, equal, kappa, secondJudges }) => ({
        ...{ first, second, kind, answers, equal, kappa: kappa?.kappa },
        ...(secondJudges ? { secondJudges } : {}),
      }),
    );
    assert.deepEqual(table, [
      // Observed 6/8, by chance 1/2 · 1/2 + 1/2 · 1/2: (0.75 - 0.5) / (1 - 0.5) = 0.5.
      { first: 'a', second: 'b', kind: 'judges', answers: 8, equal: 0.75, kappa: 0.5 },
      { first: 'a', second: 'c', kind: 'judges', answers: 1, equal: 1, kappa: undefined },
      { first: 'b', second: 'c', kind: 'judges', answers: 1, equal: 1, kappa: undefined },
      {
        ...{ first: 'panel', second: one.report.judging?.judgingId, kind: 'judgings' },
        ...{ answers: 6, equal: 1, kappa: 1, secondJudges: ['a'] },
      },
    ]);
    const shown = await mab(
      [
        'report',
        'latest',
        '--workspace',
        workspace,
        '--judging',
        one.report.judging?.judgingId ?? '',
      ],
      commands,
    );
    assert.match(shown.stdout, /^Judges {2}a, served by/m);
    assert.match(shown.stdout, / 8\/8 .* 50\.0 /);
  });

  it('says which judgings can be shown while the newest is not finished', async () => {
    const workspace = await answered();
    await using judges = await startJudges(() => RIGHT);
    const generic = ['--rubric', 'generic'];
    const first = await judge(workspace, '--judges', scene.judges(judges.url, ['a']), ...generic);
    judges.say = () => ({ status: 400 });
    const second = scene.judges(judges.url, ['b']);
    await mab(
      ['judge', 'latest', '--workspace', workspace, '--judges', second, ...generic],
      commands,
    );
    const id = first.report.judging?.judgingId ?? '';
    const report = await commands.readReport(workspace, 'latest');
    assert.equal(
      report.warnings[0],
      `The judging that is shown is not finished. \`--judging ID\` shows another: ${id} (a).`,
    );
    const other = await commands.readReport(workspace, 'latest', id.slice(0, 8));
    assert.deepEqual([other.state, cellOf(other).metrics.judge_accuracy?.mean], ['complete', 1]);
    // The other way round b is what it is compared with; it has marked nothing.
    assert.deepEqual(other.judging?.agreement, []);
    const fidelity = await commands.fidelity();
    await assert.rejects(fidelity.fidelity(workspace, 'latest', 'nosuch'), {
      code: 'JUDGING_UNKNOWN',
    });
  });

  it('says of every judge that cannot be understood what it said, and scores nothing', async () => {
    const workspace = await answered();
    const cut = { text: '{"correct": tr', finish: 'length' };
    const script: readonly Said[] = [
      { text: 'I am sorry, but I cannot judge this.' },
      { text: 'The reply is correct, because it says so: correct correct correct.' },
      cut,
      { text: 'Oui, la réponse est juste.' },
      { text: '', finish: 'content_filter' },
      { text: '{"correct": "yes"}' },
      { text: '```json\n{"correct": true}\n```' },
    ];
    await using judges = await startJudges((asked) =>
      asked.question === 5 && asked.isRepair ? RIGHT : byQuestion(...script)(asked),
    );
    const flags = ['--judges', scene.judges(judges.url, ['a']), '--rubric', 'generic'];
    const { code, report } = await judge(workspace, ...flags);
    assert.equal(code, 0);
    const again = await mab(['judge', 'latest', '--workspace', workspace, ...flags], commands);
    assert.match(again.stderr, /judged already; 5 of the run have no verdict that can be used\n$/);
    const { judged, outcome, metrics } = cellOf(report);
    assert.deepEqual(
      {
        judged: judged && { ...judged, standalonePicoUsd: '' },
        outcome,
        by: metrics.judge_accuracy,
      },
      {
        judged: {
          ...{ protocol: 'generic', metrics: ['judge_accuracy'], scored: 3, planned: 8 },
          unscored: {
            ...{ JUDGE_CUT_OFF: 1, JUDGE_REFUSED: 1, JUDGE_UNREADABLE: 2, JUDGE_WITHHELD: 1 },
          },
          ...{ repaired: 1, standalonePicoUsd: '' },
        },
        ...{ outcome: 'scored', by: undefined },
      },
    );
    assert.match(
      report.warnings.join('\n'),
      /5 of 8 verdicts are missing \(JUDGE_CUT_OFF 1, JUDGE_REFUSED 1, JUDGE_UNREADABLE 2, JUDGE_W/,
    );
    const shown = await mab(
      ['show', 'latest', '--workspace', workspace, '--question', `${DATASET}#0/q3`],
      commands,
    );
    assert.match(
      shown.stdout,
      / judge {5}a: no score, JUDGE_UNREADABLE \(Oui, la réponse est juste\.\)/,
    );
    // A withheld verdict is not asked for again; all others are, once.
    assert.equal(judges.asked.length, ALL + 5);
  });

  it('compares judges with people, whose labels have to fit the answers', async () => {
    const workspace = await answered();
    await using judges = await startJudges(byQuestion(RIGHT, RIGHT, RIGHT, RIGHT));
    await judge(workspace, '--judges', scene.judges(judges.url, ['a']), '--rubric', 'generic');
    const labels = (...lines: readonly object[]): string => {
      const path = join(scene.arena.folder(), 'labels.jsonl');
      writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return path;
    };
    const label = (id: string, given: number) => ({ questionId: `${DATASET}#${id}`, label: given });
    const good = labels(label('0/q0', 1), label('0/q1', 0), label('1/q0', 0), label('1/q1', 0));
    const { report } = await judge(workspace, '--labels', good);
    // Observed 3/4; the judge has 2 of 4 right, people 1: by chance 1/2 · 1/4 + 1/2 · 3/4 = 1/2.
    const [people] = report.judging?.agreement ?? [];
    assert.deepEqual(
      [people?.kind, people?.answers, people?.equal, people?.kappa?.kappa, people?.meanDifference],
      ['people', 4, 0.75, 0.5, -0.25],
    );
    const bad = await mab(
      ['judge', 'latest', '--workspace', workspace, '--json', '--labels', labels(label('9/q9', 1))],
      commands,
    );
    assert.deepEqual([readFailure(bad).code, bad.code], ['LABELS_UNKNOWN', 2]);
  });

  it('refuses what it cannot do', async () => {
    const workspace = await answered();
    await using judges = await startJudges(() => RIGHT);
    const file = scene.judges(judges.url, ['a']);
    const failing = async (...flags: readonly string[]) =>
      readFailure(
        await mab(['judge', 'latest', '--workspace', workspace, '--json', ...flags], commands),
      ).code;
    assert.equal(await failing(), 'JUDGES_MISSING');
    assert.equal(await failing('--judges', file), 'NOTHING_TO_JUDGE');
    const typo = scene.judges(judges.url, ['a'], { concurency: 2 });
    assert.equal(await failing('--judges', typo), 'CONFIG_INVALID');
    assert.equal(await failing('--judges', 'nowhere.yaml'), 'FILE_MISSING');
    const other = writeDataFolder(scene.arena.folder(), [
      factRow(7, QUESTIONS),
      factRow(8, QUESTIONS),
    ]);
    const generic = ['--judges', file, '--rubric', 'generic'];
    assert.equal(await failing(...generic, '--data', other), 'DATA_CHANGED');
    const few = writeDataFolder(scene.arena.folder(), [factRow(0, QUESTIONS)]);
    assert.equal(await failing(...generic, '--data', few), 'DATA_CHANGED');
    assert.ok(judges.asked.every(({ question }) => question < QUESTIONS));
  });

  it('seals its calls, so that the ledger may let them go', async () => {
    const workspace = await answered();
    await using judges = await startJudges(() => RIGHT);
    const flags = ['--judges', scene.judges(judges.url, ['a']), '--rubric', 'generic'];
    const { report } = await judge(workspace, ...flags);
    const ledger = await commands.ledger();
    assert.deepEqual(await ledger.verify(workspace, { repair: false }), {
      ...{ problems: [], notes: [], repaired: [] },
      // Two contexts, answered and judged.
      checked: { calls: 2 * ALL, attempts: 2 * ALL, units: 4 },
    });
    const pruned = await ledger.prune(workspace, { olderThanMs: 0, dryRun: false });
    assert.equal(pruned.calls, 2 * ALL);
    assert.deepEqual((await judge(workspace, ...flags)).report, report);
    assert.equal(judges.asked.length, ALL);
    const path = join(workspace, 'store', 'units');
    const verdicts = findVerdicts(path);
    writeFileSync(verdicts, readFileSync(verdicts, 'utf8').replace('1', '0'));
    const damaged = await ledger.verify(workspace, { repair: false });
    assert.match(damaged.problems.join('\n'), /verdicts-.* it is not what was committed/);
  });

  it('marks runs of older releases, whose manifests say less', async () => {
    const workspace = await answered();
    const [run] = JSON.parse(
      (await mab(['list', '--workspace', workspace, '--json'], commands)).stdout,
    ).runs as { runId: string }[];
    const path = join(workspace, 'store', 'runs', run?.runId ?? '', 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...manifest, config: {}, identity: {} }));
    await using judges = await startJudges(() => RIGHT);
    const flags = ['--judges', scene.judges(judges.url, ['a']), '--rubric', 'generic'];
    const { report } = await judge(workspace, ...flags);
    assert.equal(cellOf(report).judged?.scored, ALL);
  });
});
