import type { RunListing } from '../../app/commands-contract.ts';
import { printable } from '../../app/printable.ts';
import { formatUsd } from '../../core/money.ts';
import { alignColumns } from '../columns.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { waitingText } from '../waiting-text.ts';

/** `mab list`: the runs of a workspace, newest first. */
export async function listAction(
  { workspace, json = false }: { readonly workspace: string; readonly json?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  const runs = await (await io.loadCommands()).listRuns(workspace);
  io.stdout.write(json ? `${JSON.stringify({ runs }, null, 2)}\n` : listText(runs));
  return 0;
}

function listText(runs: readonly RunListing[]): string {
  if (runs.length === 0) return 'No runs yet. Start one with `mab run CONFIG`.\n';
  const hasWaiting = runs.some(({ waiting }) => waiting);
  const hasUnknown = runs.some(({ unknownPicoUsd }) => unknownPicoUsd !== '0');
  return alignColumns([
    [
      'run',
      'created',
      'state',
      'cells',
      'paid',
      ...(hasUnknown ? ['unknown'] : []),
      ...(hasWaiting ? ['at vendors'] : []),
    ],
    ...runs.map(({ runId, createdAt, state, cells, paidPicoUsd, unknownPicoUsd, waiting }) => [
      printable(runId),
      `${createdAt.slice(0, 16).replace('T', ' ')} UTC`,
      state,
      String(cells),
      formatUsd(BigInt(paidPicoUsd)),
      ...(hasUnknown
        ? [unknownPicoUsd === '0' ? '' : `≤ ${formatUsd(BigInt(unknownPicoUsd))}`]
        : []),
      ...(waiting ? [waitingText(waiting)] : []),
    ]),
  ]);
}
