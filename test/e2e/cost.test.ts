import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { CostReport, SpentBy } from '../../src/contracts/cost-report.ts';
import { SPENT_BY } from '../../src/contracts/cost-report.ts';
import { parseUsd } from '../../src/core/money.ts';
import { mab } from './cli-world.ts';
import { type AttemptRow, type CostScene, deleteRun, openCostScene } from './cost-scene.ts';

let scene: CostScene;
before(async () => {
  scene = await openCostScene();
});
after(() => scene[Symbol.asyncDispose]());

/** As JSON has it: money is a decimal string. */
type Printed<T> = T extends bigint
  ? string
  : T extends object
    ? { readonly [Name in keyof T]: Printed<T[Name]> }
    : T;

async function bill(...args: readonly string[]): Promise<Printed<CostReport>> {
  const { code, stdout, stderr } = await scene.cost(...args, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

const sum = (amounts: readonly (string | bigint | null | undefined)[]): bigint =>
  amounts.reduce((all: bigint, amount) => all + BigInt(amount ?? 0), 0n);

/** What an attempt is called, told from its row alone: not by the code under test. */
const NAMES: Partial<Record<SpentBy, (row: AttemptRow) => string>> = {
  run: (row) => String(row.run_id),
  phase: (row) => String(row.phase),
  lane: (row) => String(row.lane),
  day: (row) => new Date(Number(row.sent_ms)).toISOString().slice(0, 10),
  outcome: (row) => String(row.outcome ?? 'open'),
  model: (row) => String(row.reported_model ?? row.served_by ?? '(no reply)'),
  member: (row) => /"member:([^"]*)"/.exec(String(row.accounts))?.[1] ?? '(nobody named)',
  tag: (row) => {
    const tags = [...String(row.accounts).matchAll(/"tag:([^"]*)"/g)].map(([, tag]) => tag);
    return tags.sort().join(' + ') || '(no tag)';
  },
};

describe('mab cost', () => {
  it('adds up to the ledger, and to the bill of the vendor, in every respect', async () => {
    const attempts = scene.attempts();
    const of = (outcome: string): AttemptRow[] => attempts.filter((row) => row.outcome === outcome);
    const paid = sum(attempts.map((row) => row.cost_pico as bigint));
    const unknown = sum(of('unknown').map((row) => row.worst_pico as bigint));
    assert.ok(of('unknown').length > 0 && of('error').length > 0 && paid > 0n);
    const invoice = scene.server.invoice().totalPicoUsd;
    assert.ok(paid <= invoice && invoice <= paid + unknown, `${paid} ${invoice} ${unknown}`);
    for (const by of SPENT_BY) {
      const { total, tables } = await bill('--all', '--by', by);
      const lines = tables[0]?.lines ?? [];
      const sends = lines.flatMap((line) => Object.values(line.sends));
      assert.equal(
        sends.reduce((all, count) => all + count, 0),
        attempts.length,
        by,
      );
      assert.equal(sum(lines.map((line) => line.paidPicoUsd)), paid, by);
      assert.equal(total.paidPicoUsd, String(paid));
      assert.equal(sum(lines.map((line) => line.unknownPicoUsd)), unknown, by);
      const nameOf = NAMES[by];
      if (!nameOf) continue;
      const expected = [...Map.groupBy(attempts, nameOf)].map(([name, rows]) => [
        name,
        String(sum(rows.map((row) => row.cost_pico as bigint))),
        rows.length,
      ]);
      const shown = lines.map(({ names, paidPicoUsd, sends }) => [
        ...[names[0], paidPicoUsd, Object.values(sends).reduce((all, count) => all + count, 0)],
      ]);
      assert.deepEqual(shown.sort(), expected.sort(), by);
    }
  });

  it('has the tokens and the lanes of the vendor’s bill where nothing went wrong', async () => {
    const { tables } = await bill(scene.second, '--by', 'lane', '--by', 'model');
    const [batch] = scene.server
      .invoice()
      .lines.filter(({ lane, model }) => lane === 'batch' && model !== 'e');
    const line = tables[0]?.lines.find(({ names }) => names[0] === 'batch' && names[1] !== 'e');
    assert.ok(batch && line);
    assert.deepEqual(
      [line.paidPicoUsd, line.tokens.uncached, line.tokens.cached, line.tokens.output],
      [...[String(batch.picoUsd), batch.inputTokens, batch.cachedInputTokens], batch.outputTokens],
    );
    assert.ok(line.tokens.reasoning > 0 && line.tokens.reasoning < line.tokens.output);
  });

  it('keeps what was paid and what work costs alone apart, as reports do', async () => {
    for (const runId of [scene.first, scene.second, scene.troubled]) {
      const report = scene.reports.get(runId);
      const { tables, total } = await bill(runId, '--by', 'cell');
      const shown = tables[0]?.lines.map(({ names, paidPicoUsd, standalone }) => [
        ...[names[0]?.split(' ')[0], paidPicoUsd, standalone?.picoUsd],
      ]);
      const expected = report?.cells.map(({ cellId, money }) => [
        ...[cellId, money.paidPicoUsd, money.standalonePicoUsd],
      ]);
      assert.deepEqual(shown?.sort(), expected?.sort());
      assert.equal(total.standalone?.picoUsd, report?.totals.standalonePicoUsd);
    }
    const shared = (await bill(scene.second, '--by', 'method')).tables[0]?.lines.at(-1);
    assert.equal(shared?.names[0], 'bm25 (current) topK=2 chunkTokens=64');
    assert.equal(shared.paidPicoUsd, '0');
    assert.ok(BigInt(shared.standalone?.picoUsd ?? 0) > 0n);
  });

  it('counts the questions of cells, and how many were right', async () => {
    const { tables } = await bill(scene.first, '--by', 'cell');
    const report = scene.reports.get(scene.first);
    const expected = report?.cells.map(({ cellId, questions, outcomes }) => [
      ...[cellId, questions.answered, outcomes?.right],
    ]);
    const shown = tables[0]?.lines.map(({ names, answers }) => [
      ...[names[0]?.split(' ')[0], answers?.answered, answers?.right],
    ]);
    assert.deepEqual(shown?.sort(), expected?.sort());
  });

  it('names who paid: the flag before the configuration, and nobody where nobody is named', async () => {
    const { tables } = await bill('--all', '--by', 'member', '--by', 'run');
    const names = tables[0]?.lines.map((line) => line.names.join(' '));
    assert.deepEqual(names?.sort(), [
      `(nobody named) ${scene.proxy}`,
      `(nobody named) ${scene.troubled}`,
      `Ann ${scene.first}`,
      `Ben ${scene.second}`,
    ]);
  });

  it('shows a proxy, which has no cells', async () => {
    const { tables, total } = await bill('sdk', '--by', 'cell', '--by', 'method');
    assert.deepEqual(
      tables[0]?.lines.map(({ names }) => names),
      [['(not of a cell)', '(proxy)']],
    );
    assert.equal(total.paidPicoUsd, total.standalone?.picoUsd);
    assert.equal(total.tokens.embedded > 0, true);
    assert.deepEqual(total.sends, { reply: 3, error: 0, unknown: 0, open: 0, imported: 0 });
  });

  it('can be of some days, and then says nothing of what work costs alone', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const all = await bill('--all');
    const { total, tables, notes } = await bill('--all', '--since', '2026-01-01');
    assert.equal(total.paidPicoUsd, all.total.paidPicoUsd);
    assert.ok([total, ...tables.flatMap(({ lines }) => lines)].every((line) => !line.standalone));
    assert.ok(notes.some((note) => note.includes('has no days')));
    const none = await bill('--all', '--until', '2025-12-31');
    assert.deepEqual([none.total.paidPicoUsd, none.notes[0]], ['0', 'Nothing was sent.']);
    assert.ok(today >= '2026-01-01');
  });

  it('is a bill in FOCUS, whose sum is what was paid and whose prices explain it', async () => {
    const { stdout } = await scene.cost('--all', '--format', 'focus-csv');
    const rows = parseCsv(stdout);
    const paid = sum(scene.attempts().map((row) => row.cost_pico as bigint));
    assert.equal(sum(rows.map((row) => parseUsd(row.BilledCost ?? ''))), paid);
    // Prices that the configuration states, a million tokens; the batch lane's are half of them.
    // Its chats were all of one size, and the proxy had one only (a token in, 8 out), so that what
    // their kinds cost cannot be told: 17250000 / 200 and 4950000 / 9.
    const prices = new Map(rows.map((row) => [row.SkuPriceId, row.ListUnitPrice]));
    assert.deepEqual(Object.fromEntries([...prices].sort()), {
      'counting/cached/live': '0.000000075',
      'counting/output/live': '0.0000006',
      'counting/tokens/batch': '0.00000008625',
      'counting/tokens/live': '0.00000055',
      'counting/uncached/live': '0.00000015',
      'e/embedded/batch': '0.000000075',
      'e/embedded/live': '0.00000015',
    });
    const tags = rows.map((row) => JSON.parse(row.Tags ?? '') as Record<string, unknown>);
    const ofAnn = tags.filter((each) => each['mab:member'] === 'Ann');
    assert.ok(
      ofAnn.length > 0 && ofAnn.every(({ nightly, eu }) => nightly === true && eu === true),
    );
  });

  it('is the same after replies were pruned', async () => {
    const before = await bill('--all', '--by', 'cell');
    const ledger = await commands.ledger();
    const pruned = await ledger.prune(scene.workspace, { olderThanMs: 0, dryRun: false });
    assert.ok(pruned.calls > 0);
    assert.deepEqual(await bill('--all', '--by', 'cell'), before);
  });

  it('still has the money of a run whose folder is gone', async () => {
    const before = await bill('--all', '--by', 'run');
    deleteRun(scene, scene.troubled);
    assert.deepEqual(
      (await bill('--all', '--by', 'run')).tables[0]?.lines.map((line) => line.paidPicoUsd),
      before.tables[0]?.lines.map((line) => line.paidPicoUsd),
    );
    const { tables, notes } = await bill(scene.troubled.slice(0, 7), '--by', 'method');
    assert.deepEqual(
      tables[0]?.lines.map(({ names }) => names),
      [['(unknown)']],
    );
    assert.ok(notes.some((note) => note.startsWith(`No folder is left of ${scene.troubled}`)));
  });

  it('refuses what makes no sense, with the next step', async () => {
    const refusals: [args: string[], code: number, text: RegExp][] = [
      [['--all', 'latest'], 2, /--all has every run in it/],
      [['--by', 'colour'], 2, /one of run, cell, method/],
      [['nothing-like-this'], 2, /RUN_UNKNOWN/],
      [['--since', '2026-02-30'], 2, /"2026-02-30" is not a day/],
      [['--since', '2026-12-01', '--until', '2026-11-01'], 2, /is after/],
      [['--all', '--format', 'focus-csv', '--by', 'day'], 2, /leave --by out/],
    ];
    for (const [args, code, text] of refusals) {
      const refused = await scene.cost(...args);
      assert.equal(refused.code, code, args.join(' '));
      assert.match(refused.stderr, text);
    }
  });

  it('fits a terminal', async () => {
    const { stdout } = await scene.cost('--all');
    const wide = stdout.split('\n').filter((line) => [...line].length > 80);
    assert.deepEqual(wide, []);
  });
});

describe('a run that somebody else goes on with', () => {
  it('is the same run, and each has paid for what they started', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-members-'));
    const [path, workspace] = [join(folder.path, 'm.json'), join(folder.path, 'workspace')];
    const run = async (member: string, usd: number): Promise<void> => {
      const config = {
        ...{ data: { openCorpus: {} }, datasets: [{ id: 'open_fact_sh_6k', questionsMax: 20 }] },
        methods: ['no-memory'],
        controls: false,
        reader: {
          provider: 'scripted',
          price: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
        },
        budgetUsd: usd,
      };
      await writeFile(path, JSON.stringify(config));
      await mab(['run', path, '--workspace', workspace, '--member', member], commands);
    };
    await run('Ann', 0.0015);
    await run('Ben', 1);
    const args = ['cost', '--all', '--workspace', workspace, '--json'];
    const { stdout } = await mab([...args, '--by', 'run', '--by', 'member'], commands);
    const [table] = (JSON.parse(stdout) as Printed<CostReport>).tables;
    const names = table?.lines.map((line) => line.names) ?? [];
    assert.equal(new Set(names.map(([id]) => id)).size, 1);
    assert.deepEqual(names.map(([, member]) => member).sort(), ['Ann', 'Ben']);
    assert.ok(table?.lines.every(({ paidPicoUsd }) => BigInt(paidPicoUsd) > 0n));
    const refused = await mab(
      ['run', path, '--workspace', workspace, '--member', 'a\nb'],
      commands,
    );
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /MEMBER_INVALID/);
  });
});

/** RFC 4180, as far as needed: quoted values with commas and doubled quotes. */
function parseCsv(text: string): Record<string, string>[] {
  const [head = [], ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}
