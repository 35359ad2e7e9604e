import type { AdviceTable, TopicSpec } from '../../../contracts/advice.ts';
import type { Inventory } from '../../../contracts/inventory.ts';
import { type InputSheet, inputSheet } from '../input-sheet.ts';
import { count, quantity } from '../inputs.ts';
import { usd } from '../number-text.ts';
import { defineTopic, type Topic } from '../topic.ts';
import { type Finding, formulaOf, ITEMS, type ItemCheck, type Limits } from './finding.ts';
import {
  idleMachines,
  rigidGroups,
  spotCandidates,
  unreservedMachines,
} from './machine-findings.ts';
import { coldBuckets, oldImages, unattachedVolumes } from './storage-findings.ts';

const CHECKS: readonly ItemCheck[] = [
  unattachedVolumes,
  idleMachines,
  unreservedMachines,
  rigidGroups,
  oldImages,
  coldBuckets,
  spotCandidates,
];

const INPUTS = {
  idlePercent: percent('use of its processors below which a machine is idle', 5),
  smallPercent: percent('use below which a smaller machine is looked for', 20),
  targetPercent: percent('use that machines are meant to have', 70),
  oldDays: quantity('age from which snapshots are old', {
    ...{ unit: 'days', min: 1, max: 3_650, fallback: 90 },
  }),
  imagesKept: count('newest images of a repository that stay', {
    ...{ unit: 'images', min: 1, max: 1_000, fallback: 3 },
  }),
  coldDays: quantity('days without access after which data is cold', {
    ...{ unit: 'days', min: 1, max: 3_650, fallback: 30 },
  }),
  archiveDays: quantity('days without access after which it can be archived', {
    ...{ unit: 'days', min: 1, max: 3_650, fallback: 180 },
  }),
};

function percent(description: string, fallback: number) {
  return quantity(description, { unit: '%', min: 1, max: 100, fallback });
}

const QUESTION = { id: 'checklist', question: 'What in an account costs more than it has to?' };

/** What can be said to it, besides what the account holds. */
export const CHECKLIST: TopicSpec & Pick<InputSheet, 'problemOf'> = {
  ...QUESTION,
  inputs: inputSheet(INPUTS).specs,
  measurable: [],
  problemOf: inputSheet(INPUTS).problemOf,
};

/** `mab plan checklist`: §6.2.3 of the requirements document, for one inventory. */
export function checklistTopic(inventory: Inventory): Topic {
  return defineTopic({
    ...QUESTION,
    inputs: INPUTS,
    answer(limits, prices) {
      const looked = CHECKS.map((check) => ({
        check,
        findings: isSeen(check, inventory) ? check.find(inventory, limits, prices) : undefined,
      }));
      const findings = looked
        .flatMap(({ findings: some = [] }) => some)
        .toSorted((a, b) => (b.usdPerMonth ?? 0) - (a.usdPerMonth ?? 0));
      return {
        answer: answerOf(findings, looked.filter((one) => one.findings === undefined).length),
        options: [],
        tables: [
          { title: 'Checklist', rows: looked.map(itemRow) },
          ...(findings.length > 0 ? [findingTable(findings)] : []),
        ],
        formulas: findings.map(formulaOf),
        warnings: warningsOf(inventory, findings, limits),
      };
    },
  });
}

/** All parts that an item needs, or for images one of two. */
function isSeen({ item, needs }: ItemCheck, inventory: Inventory): boolean {
  const seen = needs.map((part) => inventory[part] !== undefined);
  return item === 'images' ? seen.includes(true) : !seen.includes(false);
}

function answerOf(findings: readonly Finding[], notLookedAt: number): string {
  const total = findings.reduce((sum, { usdPerMonth }) => sum + (usdPerMonth ?? 0), 0);
  const unseen =
    notLookedAt > 0 ? ` ${notLookedAt} of ${CHECKS.length} items could not be looked at.` : '';
  if (findings.length === 0) return `Nothing was found.${unseen}`;
  const found = findings.length === 1 ? '1 finding saves' : `${findings.length} findings save`;
  const unpriced = findings.filter(({ usdPerMonth }) => usdPerMonth === null).length;
  const rest = unpriced > 0 ? `, without the ${unpriced} that have no price` : '';
  return unpriced === findings.length
    ? `${found} an unknown amount: no price is known.${unseen}`
    : `${found} ${usd(total)} a month${rest}.${unseen}`;
}

function itemRow({
  check: { item, needs },
  findings,
}: {
  readonly check: ItemCheck;
  readonly findings: readonly Finding[] | undefined;
}): AdviceTable['rows'][number] {
  const name = ITEMS[item];
  if (!findings) {
    return { item: name, result: `not looked at: no ${needs.join(' and ')}`, usdPerMonth: null };
  }
  const saved = findings.flatMap(({ usdPerMonth }) => usdPerMonth ?? []);
  const unpriced = findings.length - saved.length;
  const result = findings.length === 0 ? 'nothing found' : `${findings.length} found`;
  return {
    item: name,
    result: unpriced > 0 ? `${result}, ${unpriced} without a price` : result,
    // What nobody knows is not nothing.
    usdPerMonth:
      saved.length === 0 && unpriced > 0 ? null : saved.reduce((sum, amount) => sum + amount, 0),
  };
}

function findingTable(findings: readonly Finding[]): AdviceTable {
  return {
    title: 'Findings',
    rows: findings.map(({ item, what, advice, usdPerMonth }) => ({
      ...{ what, usdPerMonth, item: ITEMS[item], advice },
    })),
  };
}

function warningsOf(
  { machines = [], buckets = [], notSeen }: Inventory,
  findings: readonly Finding[],
  { idlePercent }: Limits,
): string[] {
  const unknownUse = machines.filter(
    ({ state, cpuPercent }) => state === 'running' && cpuPercent === undefined,
  ).length;
  const unknownAccess = buckets.filter(
    ({ daysSinceAccess }) => daysSinceAccess === undefined,
  ).length;
  const unpriced = findings.filter(({ usdPerMonth }) => usdPerMonth === null).length;
  return [
    ...notSeen,
    ...(unknownUse > 0 ? [`Nobody knows how much ${unknownUse} running machines are used.`] : []),
    ...(unknownAccess > 0 ? [`Nobody knows when ${unknownAccess} buckets were last read.`] : []),
    ...(unpriced > 0
      ? [
          `Without a price: ${unpriced} of ${findings.length} findings. What they save is not in the ` +
            'sum; add prices with --prices FILE.',
        ]
      : []),
    ...(findings.some(({ item }) => item === 'idle')
      ? [`Below ${idlePercent} % of processors a machine may still hold data or memory: ask first.`]
      : []),
  ];
}
