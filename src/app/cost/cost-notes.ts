import type { CostLine } from '../../contracts/cost-report.ts';
import { isProxyRun } from '../../core/ids.ts';
import { formatUsd } from '../../core/money.ts';

/** What a reader of a bill must know, as sentences. */
export function costNotes(
  { sends, unknownPicoUsd, openPicoUsd, importedPicoUsd, standalone }: CostLine,
  { folderless, isOfDays }: { readonly folderless: readonly string[]; readonly isOfDays: boolean },
): string[] {
  const lost = folderless.filter((id) => !isProxyRun(id));
  const none = Object.values(sends).every((count) => count === 0);
  return [
    ...(none ? ['Nothing was sent.'] : []),
    ...(sends.unknown === 0
      ? []
      : [
          `${sendsText(sends.unknown)} with an unknown outcome, which may have been billed: ` +
            `${formatUsd(unknownPicoUsd)} at most, not in paid.`,
        ]),
    ...(sends.open === 0
      ? []
      : [
          `${sendsText(sends.open)} without an end, under way or left by a process that died: ` +
            `${formatUsd(openPicoUsd)} at most, not in paid.`,
        ]),
    ...(sends.imported === 0
      ? []
      : [
          `${sendsText(sends.imported)} from a file, paid in another ledger: ` +
            `${formatUsd(importedPicoUsd)}, not in paid.`,
        ]),
    ...(lost.length === 0
      ? []
      : [
          `No folder is left of ${lost.join(', ')}: what was paid is here, for which methods is ` +
            'not known.',
        ]),
    ...(isOfDays
      ? ['What work would cost alone has no days, so it is not shown for a part of them.']
      : []),
    ...(standalone
      ? [
          'Alone is what the work would cost without anything in the ledger: replies that others ' +
            'have paid for are in it, so it is never to be added to paid.',
        ]
      : []),
  ];
}

function sendsText(count: number): string {
  return count === 1 ? '1 send' : `${count} sends`;
}
