import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commands } from '../../src/app/commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { endingRun } from './bad-input-world.ts';
import { mab } from './cli-world.ts';
import {
  type AskedJudge,
  cellOf,
  createScene,
  QUESTIONS,
  RIGHT,
  type Said,
  startJudges,
  WRONG,
} from './judge-scene.ts';

const scene = createScene();
after(() => scene[Symbol.dispose]());

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const ALL = 2 * QUESTIONS;
/** 100 tokens in at $1 a million, 10 out at $2. */
const CALL_PICO_USD = 120_000_000n;

/** A workspace with a run of eight answers that nobody has marked. */
async function answered(): Promise<string> {
  const workspace = scene.arena.folder();
  await endingRun(scene.config(), workspace);
  return workspace;
}

/** Whether the reply stands before the accepted answers. */
function isReplyFirst({ prompt }: AskedJudge): boolean {
  const [reply, accepted] = ['<<<reply', '<<<accepted'].map((fence) => prompt.indexOf(fence));
  assert.ok(reply !== -1 && accepted !== -1, prompt);
  return (reply ?? 0) < (accepted ?? 0);
}

/**
 * Finds the first four right; of the others all whose reply it sees first, and after padding the
 * fifth.
 */
function biased(asked: AskedJudge): Said {
  const isPadded = asked.prompt.includes('This is what I have to say');
  const isRight = asked.question < 4 || isReplyFirst(asked) || (isPadded && asked.question === 4);
  return isRight ? RIGHT : WRONG;
}

async function check(workspace: string, file: string, ...flags: readonly string[]) {
  const args = ['judge', 'latest', '--workspace', workspace, '--judges', file];
  const all = [...args, '--rubric', 'generic', '--check-bias', ...flags, '--json'];
  const { code, stdout, stderr } = await mab(all, commands);
  assert.ok(code === 0 || code === 3, `${code}: ${stdout} ${stderr}`);
  return { code, report: JSON.parse(stdout) as RunReport };
}

describe('mab judge --check-bias', () => {
  it('finds a judge that goes by place, once, and counts its money apart from the cell', async () => {
    const workspace = await answered();
    await using judges = await startJudges(biased);
    const file = scene.judges(judges.url, ['a']);
    const { code, report } = await check(workspace, file, '--share', '1');
    assert.equal(code, 0);
    const { bias } = report.judging ?? {};
    assert.deepEqual([bias?.answers, bias?.missing, bias?.judges.length], [ALL, 0, 1]);
    const [judge] = bias?.judges ?? [];
    assert.ok(judge);
    const counts = Object.entries(judge.probes).map(([kind, probe]) => [
      ...[kind, probe.compared, probe.unscored, probe.raised, probe.lowered],
      ...[probe.changed?.mean, probe.meanShift],
    ]);
    // Four of eight are found wrong; with the reply first none is, padded one less.
    assert.deepEqual(counts, [
      ['repeated', 8, 0, 0, 0, 0, 0],
      ['swapped', 8, 0, 4, 0, 0.5, 0.5],
      ['padded', 8, 0, 1, 0, 1 / 8, 1 / 8],
    ]);
    const { metrics, judged, phases, money } = cellOf(report);
    assert.equal(metrics.judge_accuracy?.mean, 0.5, 'probes are no marks');
    assert.equal(phases.judge?.calls, ALL);
    assert.equal(judged?.standalonePicoUsd, String(BigInt(ALL) * CALL_PICO_USD));
    assert.equal(judges.asked.length, 4 * ALL);
    assert.equal(money.paidPicoUsd, String(4n * BigInt(ALL) * CALL_PICO_USD));

    const again = await check(workspace, file, '--share', '1');
    assert.deepEqual(again, { code, report });
    assert.equal(judges.asked.length, 4 * ALL, 'nothing was bought twice');

    const run = async (...args: readonly string[]): Promise<string> =>
      (await mab([...args, '--workspace', workspace], commands)).stdout;
    const cost = JSON.parse(await run('cost', '--json'));
    assert.equal(cost.total.paidPicoUsd, money.paidPicoUsd);
    assert.equal(cost.total.standalone.picoUsd, judged?.standalonePicoUsd);
    const shown = await run('report', 'latest');
    assert.match(shown, /^Judges asked again \(8 answers, seed 1\)/m);
    // statsmodels' proportion_confint(4, 8, method='wilson'): 0.2152, 0.7848.
    assert.match(shown, /swapped +8 +0 +50\.0 \[21\.5, 78\.5\] +4 +0 +\+50\.0/);
    const markdown = await run('report', 'latest', '--format', 'markdown');
    assert.match(
      markdown,
      /\| swapped \| 8 \| 0 \| 50\.0 \\?\[21\.5, 78\.5\\?\] \| 4 \| 0 \| \+50\.0/,
    );
    const verified = await mab(['ledger', 'verify', '--workspace', workspace], commands);
    assert.equal(verified.code, 0, verified.stdout);
  });

  it('asks about a share, and about another with another seed', async () => {
    const workspace = await answered();
    await using judges = await startJudges(biased);
    const file = scene.judges(judges.url, ['a']);
    const { report } = await check(workspace, file, '--share', '0.3');
    // 0.3 of 8, rounded up: 3, in 3 guises each.
    assert.equal(report.judging?.bias?.answers, 3);
    assert.equal(judges.asked.length, ALL + 9);
    const probed = (from: number) => [
      ...new Set(judges.asked.slice(from).map(({ question }) => question)),
    ];
    const first = probed(ALL).toSorted();
    assert.equal(first.length, 3);
    const other = await check(workspace, file, '--share', '0.3', '--seed', '2');
    assert.equal(other.report.judging?.bias?.seed, 2);
    // Answers that both have chosen are not asked about again.
    const more = probed(ALL + 9);
    assert.deepEqual(judges.asked.length, ALL + 9 + 3 * more.length);
    assert.deepEqual(
      more.filter((question) => first.includes(question)),
      [],
    );
  });

  it('goes on where a judge could not be asked, and says until then what is missing', async () => {
    const workspace = await answered();
    await using judges = await startJudges(biased);
    const file = scene.judges(judges.url, ['a']);
    const script = judges.say;
    judges.say = (asked) =>
      asked.question === 5 && isReplyFirst(asked) ? { status: 500 } : script(asked);
    const first = await check(workspace, file, '--share', '1');
    const { bias } = first.report.judging ?? {};
    // The questions of one of two contexts.
    assert.deepEqual([first.code, bias?.answers, bias?.missing], [3, ALL, QUESTIONS]);
    assert.equal(cellOf(first.report).metrics.judge_accuracy?.mean, 0.5);
    judges.say = script;
    const second = await check(workspace, file, '--share', '1');
    assert.deepEqual([second.code, second.report.judging?.bias?.missing], [0, 0]);
    assert.equal(judges.asked.length, 4 * ALL + 1, 'only the failed call was made again');
  });

  it('goes on after it was killed, with the same result and nothing bought twice', async () => {
    const [calm, killed] = [await answered(), await answered()];
    await using judges = await startJudges(biased);
    const file = scene.judges(judges.url, ['a'], { concurrency: 1 });
    const expected = await check(calm, file, '--share', '1');
    assert.equal(judges.asked.length, 4 * ALL);
    judges.asked.length = 0;
    const args = ['judge', 'latest', '--workspace', killed, '--judges', file];
    const flags = ['--rubric', 'generic', '--check-bias', '--share', '1'];
    const child = spawn(process.execPath, [MAIN, ...args, ...flags], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    judges.say = (asked) => {
      // In the middle of the second unit's probes: 8 verdicts, 12 probes, and 5 more.
      if (judges.asked.length === ALL + 17) child.kill('SIGKILL');
      return biased(asked);
    };
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    judges.say = biased;
    const { code, report } = await check(killed, file, '--share', '1');
    assert.equal(code, 0);
    assert.deepEqual(report.judging?.bias?.judges, expected.report.judging?.bias?.judges);
    // The one call that was under way has an outcome that nobody saw.
    assert.equal(judges.asked.length, 4 * ALL + 1);
    assert.equal(cellOf(report).money.unknownAttempts, 1);
  });

  it('refuses a share that is none', async () => {
    const { code, stderr } = await mab(
      ['judge', 'latest', '--check-bias', '--share', '0'],
      commands,
    );
    assert.equal(code, 2);
    assert.match(stderr, /It has to be a number above 0 and at most 1/);
  });
});
