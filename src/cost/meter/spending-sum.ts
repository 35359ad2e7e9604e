import { SEND_OUTCOMES, type Spending, TOKEN_KINDS } from '../../contracts/spending.ts';

/** Nothing was sent. */
export const NO_SPENDING: Spending = {
  sends: { reply: 0, error: 0, unknown: 0, open: 0, imported: 0 },
  ...{ paidPicoUsd: 0n, unknownPicoUsd: 0n, openPicoUsd: 0n, importedPicoUsd: 0n },
  tokens: { uncached: 0, cached: 0, cacheWrite: 0, output: 0, reasoning: 0, embedded: 0 },
};

const TOKENS = [...TOKEN_KINDS, 'reasoning'] as const;

/** What both have come to together. Money is added to its own kind only. */
export function addSpending(a: Spending, b: Spending): Spending {
  return {
    sends: addEach(SEND_OUTCOMES, a.sends, b.sends),
    paidPicoUsd: a.paidPicoUsd + b.paidPicoUsd,
    unknownPicoUsd: a.unknownPicoUsd + b.unknownPicoUsd,
    openPicoUsd: a.openPicoUsd + b.openPicoUsd,
    importedPicoUsd: a.importedPicoUsd + b.importedPicoUsd,
    tokens: addEach(TOKENS, a.tokens, b.tokens),
  };
}

type Numbers<Name extends string> = Readonly<Record<Name, number>>;

function addEach<Name extends string>(
  names: readonly Name[],
  a: Numbers<Name>,
  b: Numbers<Name>,
): Numbers<Name> {
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Numbers<Name>;
}
