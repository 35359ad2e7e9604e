import type { ProxyBill, ProxySession } from '../app/commands-contract.ts';
import { MabError } from '../core/errors.ts';
import { formatUsd } from '../core/money.ts';
import { counted } from '../core/number-text.ts';
import { alignColumns } from './columns.ts';
import { bigintAsText } from './failure.ts';

export type ReplayProof = Awaited<ReturnType<ProxySession['prove']>>;

/** What was asked of the proxy, for people. */
interface Asked {
  readonly unit: string;
  readonly phase: string;
  readonly replay?: string;
  readonly command: readonly string[];
}

/** Everything that a program needs, in a line. */
export function startJson({
  run: _run,
  prove: _prove,
  close: _close,
  ...facts
}: ProxySession): string {
  return `${JSON.stringify({ proxy: facts }, bigintAsText)}\n`;
}

/** Where the proxy is, and how to point a program at it. */
export function startText(
  { runId, baseUrl, apiKey, models, budgetPicoUsd }: ProxySession,
  { unit, phase, replay, command }: Asked,
): string {
  const budget = budgetPicoUsd === undefined ? 'no budget' : `budget ${formatUsd(budgetPicoUsd)}`;
  const buying =
    replay === undefined
      ? 'every request is bought'
      : `what was bought before is replayed, as proved for ${replay}`;
  return [
    `proxy ${runId}: unit ${unit}, phase ${phase}; ${budget}; ${buying}`,
    `models: ${models.join(', ')}`,
    ...(command.length > 0
      ? []
      : [
          '',
          `export OPENAI_BASE_URL=${baseUrl}`,
          `export OPENAI_API_KEY=${apiKey}`,
          '',
          'Ctrl-C stops it and prints the bill.',
        ]),
    '',
  ].join('\n');
}

/** What the calls have cost, by phase. */
export function billText({
  runId,
  unit,
  phases,
  paidPicoUsd,
  unknownPicoUsd,
  budgetPicoUsd,
}: ProxyBill) {
  const rows = Object.entries(phases).map(
    ([phase, { calls, embeddedTexts = 0, usage, ...money }]) => [
      ...[unit, phase, String(calls), String(embeddedTexts)],
      String(usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens),
      ...[String(usage.outputTokens), String(usage.embeddedTokens ?? 0)],
      formatUsd(BigInt(money.paidPicoUsd)),
    ],
  );
  const unknown =
    unknownPicoUsd === '0'
      ? ''
      : `, and up to ${formatUsd(BigInt(unknownPicoUsd))} of unknown outcome`;
  const budget = budgetPicoUsd === undefined ? '' : ` of ${formatUsd(BigInt(budgetPicoUsd))}`;
  const heads = ['unit', 'phase', 'chats', 'texts', 'tokens in', 'out', 'embedded', 'paid'];
  return [
    ...(rows.length === 0 ? ['no calls\n'] : [alignColumns([heads, ...rows])]),
    `${runId} has paid ${formatUsd(BigInt(paidPicoUsd))}${budget}${unknown}, all its starts together\n`,
  ].join('');
}

export function provedText({ calls }: ReplayProof): string {
  return `proved: the second run was answered from the ledger, all ${counted(calls, 'request')}\n`;
}

export function notProved({ calls, hits, misses, difference }: ReplayProof): MabError {
  const [first, second] = [difference?.first, difference?.second].map((text) =>
    text === undefined ? 'nothing' : JSON.stringify(text),
  );
  const where = difference
    ? ` The first differs at ${difference.pointer}: ${first}, ${second}.`
    : '';
  return new MabError(
    'REPLAY_NOT_PROVED',
    `Of ${counted(calls, 'request')}, the second run found ${hits} in the ledger and missed ` +
      `${misses}.${where}`,
    { hint: 'Declare what differs without meaning with --volatile, and try again.' },
  );
}
