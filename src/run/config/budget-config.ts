import type { Budget, BudgetLimit } from '../../contracts/budget.ts';
import { parseUsd } from '../../core/money.ts';
import type { ConfigDocument } from './config-document.ts';
import type { ConfigProblem } from './config-problem.ts';
import { place } from './describe-issues.ts';
import type { RunConfigDraft } from './run-config-schema.ts';

/** The budget of a checked configuration; `budgetUsd` is the short form of `budget.run.usd`. */
export function budgetConfig({
  budget,
  budgetUsd,
  tags,
  member,
}: Pick<RunConfigDraft, 'budget' | 'budgetUsd' | 'tags' | 'member'>): Budget {
  return {
    run: limitOf({ ...budget.run, ...(budgetUsd === undefined ? {} : { usd: budgetUsd }) }),
    cell: limitOf(budget.cell),
    month: limitOf(budget.month),
    tags: Object.fromEntries(tags.map((tag) => [tag, limitOf(budget.tags[tag])])),
    ...(member === undefined ? {} : { member }),
    warnAt: [...new Set(budget.warnAt)].sort((a, b) => a - b),
  };
}

function limitOf({ usd, tokens }: NonNullable<RunConfigDraft['budget']['run']> = {}): BudgetLimit {
  return {
    ...(usd === undefined ? {} : { picoUsd: parseUsd(usd) }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

type Plain = Readonly<Record<string, unknown>>;

/** One limit given twice, and limits of tags that nothing is counted for. */
export function budgetProblems(document: ConfigDocument, config: Plain): ConfigProblem[] {
  const budget = plain(config.budget);
  const tags = Array.isArray(config.tags) ? config.tags : [];
  const twice = config.budgetUsd !== undefined && plain(budget.run).usd !== undefined;
  return [
    ...(twice
      ? [
          {
            ...place(['budgetUsd'], document),
            problem: 'says the same as budget.run.usd',
            suggestion: 'remove one of them',
          },
        ]
      : []),
    ...Object.keys(plain(budget.tags))
      .filter((tag) => !tags.includes(tag))
      .map((tag) => ({
        ...place(['budget', 'tags', tag], document),
        problem: 'is not a tag of this run, so nothing would be counted for it',
        suggestion: `add ${JSON.stringify(tag)} to tags, or remove the limit`,
      })),
  ];
}

function plain(value: unknown): Plain {
  return typeof value === 'object' && value !== null ? (value as Plain) : {};
}
