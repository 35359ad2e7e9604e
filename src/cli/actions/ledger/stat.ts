import type { LedgerReport } from '../../../app/ledger/ledger-contract.ts';
import { formatUsd } from '../../../core/money.ts';
import { counted } from '../../../core/number-text.ts';
import { bytesText } from '../../bytes-text.ts';
import { alignColumns } from '../../columns.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { bigintAsText } from '../../failure.ts';
import type { CliIo } from '../../io.ts';

interface StatFlags {
  readonly workspace: string;
  readonly json?: boolean;
}

/** `mab ledger stat`. */
export async function ledgerStatAction(
  { workspace, json = false }: StatFlags,
  io: CliIo,
): Promise<ExitCode> {
  const ledger = await (await io.loadCommands()).ledger();
  const report = await ledger.stat(workspace);
  io.stdout.write(json ? `${JSON.stringify(report, bigintAsText, 2)}\n` : statText(report));
  return 0;
}

function statText(report: LedgerReport): string {
  const { calls, imported, uses, requests, parts, batchesOpen } = report;
  const here = report.attempts.filter((sum) => !sum.imported);
  return [
    `${report.ledger} ledger, ${bytesText(report.bytes)}: ${counted(calls.done, 'stored call')} ` +
      `(${imported} imported), ${calls.pending} open, ${calls.failed} refused; ` +
      `${counted(uses, 'use')}\n`,
    `requests: ${requests} of ${counted(parts, 'part')}; batches open: ${batchesOpen}\n`,
    `\n${sumTable('outcome', here, ({ outcome }) => outcome)}`,
    `\n${sumTable('month', here, ({ month }) => month)}`,
    `\n${sumTable('run', here, ({ runId }) => runId)}`,
    `\n${sumTable('served by', here, nameOf)}`,
    ...(here.length < report.attempts.length
      ? [
          `\n${sumTable(
            'paid elsewhere',
            report.attempts.filter((sum) => sum.imported),
            nameOf,
          )}`,
        ]
      : []),
    `\n${accountTable(report)}`,
  ].join('');
}

type Sum = LedgerReport['attempts'][number];

/** Errors and attempts without an outcome have been served by nobody that is known. */
function nameOf({ servedBy, model }: Sum): string {
  if (servedBy === undefined) return '(no reply)';
  return model === undefined ? servedBy : `${servedBy} ${model}`;
}

function sumTable(title: string, sums: readonly Sum[], groupOf: (sum: Sum) => string): string {
  const rows = [...Map.groupBy(sums, groupOf)].map(([name, group]) => {
    const total = (amount: (sum: Sum) => bigint): string =>
      formatUsd(group.reduce((all, sum) => all + amount(sum), 0n));
    return [
      name,
      String(group.reduce((all, { attempts }) => all + attempts, 0)),
      total(({ paidPicoUsd }) => paidPicoUsd),
      total(({ outcome, worstPicoUsd }) => (outcome === 'unknown' ? worstPicoUsd : 0n)),
      total(({ outcome, worstPicoUsd }) => (outcome === 'open' ? worstPicoUsd : 0n)),
    ];
  });
  return alignColumns([[title, 'attempts', 'paid', 'unknown', 'open'], ...rows]);
}

function accountTable({ accounts }: LedgerReport): string {
  return alignColumns([
    ['account', 'spent', 'reserved', 'tokens spent', 'tokens reserved'],
    ...accounts.map((row) => [
      row.account,
      formatUsd(row.spentPicoUsd),
      formatUsd(row.reservedPicoUsd),
      String(row.spentTokens),
      String(row.reservedTokens),
    ]),
  ]);
}
