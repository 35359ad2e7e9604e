import { accountOption, accountText } from '../contracts/budget.ts';
import { formatUsd, PICO_PER_USD, type PicoUsd } from '../core/money.ts';
import type { BudgetStop } from './budget-stop.ts';

type Limit = BudgetStop['limit'];

/** What has happened, and what finishing costs, in sentences. */
export function budgetStopText(stop: BudgetStop): string {
  const { account, limit, spent, unknown } = stop;
  const name = accountText(account);
  const reached = `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${limitText(limit)} is reached`;
  const lost = BigInt(unknown.picoUsd) > 0n || unknown.tokens > 0;
  return [
    `${reached}. Spent: ${amounts(limit, spent)}`,
    lost ? ` (${amounts(limit, unknown)} of it for calls of unknown outcome, at their worst)` : '',
    `; left: ${amounts(limit, left(stop))}. ${restText(stop)}`,
  ].join('');
}

function restText(stop: BudgetStop): string {
  const { restCalls, openQuestions, counted, limit } = stop;
  const least = { picoUsd: stop.restAtLeastPicoUsd, tokens: stop.restAtLeastTokens };
  const most = { picoUsd: stop.restAtMostPicoUsd, tokens: stop.restAtMostTokens };
  const calls = `${restCalls.toLocaleString('en')} ${restCalls === 1 ? 'call' : 'calls'}`;
  return [
    `Finishing takes ${calls} more: at least ${amounts(limit, least)} (their input alone), ` +
      `at most ${amounts(limit, most)} (every reply as long as it may be).`,
    ...(counted === 'exact'
      ? []
      : ['The lower bound counts o200k tokens, which are not those of this model.']),
    ...(openQuestions === 0
      ? []
      : [
          `On top comes what ${openQuestions.toLocaleString('en')} questions ask for once there ` +
            'are replies that nobody has bought yet.',
        ]),
  ].join(' ');
}

/** The next step, with the lines for the configuration. */
export function budgetStopHint({ account, raiseTo }: BudgetStop): string {
  const [, kind = '', tag] = accountOption(account);
  const limits = [
    ...(raiseTo.picoUsd === undefined ? [] : [`usd: ${decimal(raiseTo.picoUsd)}`]),
    ...(raiseTo.tokens === undefined ? [] : [`tokens: ${raiseTo.tokens}`]),
  ].join(', ');
  const line = tag === undefined ? `${kind}: { ${limits} }` : `tags: { ${tag}: { ${limits} } }`;
  const which = kind === 'cell' ? '`mab show latest` says which method has that cell. ' : '';
  return (
    'Raise the limit and run the same command; what is paid stays paid. ' +
    `${which}In the configuration:\n    budget:\n      ${line}`
  );
}

function left({ limit, spent }: BudgetStop): BudgetStop['spent'] {
  const money = BigInt(limit.picoUsd ?? spent.picoUsd) - BigInt(spent.picoUsd);
  return {
    picoUsd: String(money > 0n ? money : 0n),
    tokens: Math.max(0, (limit.tokens ?? spent.tokens) - spent.tokens),
  };
}

function limitText({ picoUsd, tokens }: Limit): string {
  return [
    ...(picoUsd === undefined ? [] : [usdText(BigInt(picoUsd))]),
    ...(tokens === undefined ? [] : [tokensText(tokens)]),
  ].join(' and ');
}

/** An amount in what the limit is given in. */
function amounts(limit: Limit, { picoUsd, tokens }: BudgetStop['spent']): string {
  return limitText({
    ...(limit.picoUsd === undefined ? {} : { picoUsd }),
    ...(limit.tokens === undefined ? {} : { tokens }),
  });
}

/** Below a dollar in four digits: the two ends of a price are to be told apart. */
function usdText(amount: PicoUsd): string {
  if (amount < PICO_PER_USD / 100n || amount >= PICO_PER_USD) return formatUsd(amount);
  const digits = (Number(amount) / Number(PICO_PER_USD)).toFixed(4);
  return `$${digits.replace(/0{1,2}$/, '')}`;
}

function tokensText(tokens: number): string {
  return `${tokens.toLocaleString('en')} tokens`;
}

/** Exact, without zeros at the end but for cents: `7.70`, `0.000123`. */
function decimal(picoUsd: string): string {
  const amount = BigInt(picoUsd);
  const fraction = String(amount % PICO_PER_USD)
    .padStart(12, '0')
    .replace(/0+$/, '')
    .padEnd(2, '0');
  return `${amount / PICO_PER_USD}.${fraction}`;
}
