import { biasProbes, markProbe, type ProbeKind } from '../../bench/judges/bias.ts';
import type { ContextRow } from '../../contracts/dataset.ts';
import type { Marks } from '../../contracts/judge.ts';
import type { ProbeRecord, VerdictRecord } from '../../contracts/judging.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { invariant } from '../../core/errors.ts';
import { askAll } from '../ask-all.ts';
import { phaseCosts } from '../phase-costs.ts';
import { readCommit, readRecords } from '../unit-store.ts';
import { type Answered, judgeScope, taskOf } from './ask-panel.ts';
import {
  allOf,
  answersOf,
  failMarking,
  type JudgeUnitOptions,
  type Unasked,
} from './judge-unit.ts';
import { readJudgingCommit, readVerdicts } from './judging-store.ts';
import type { ProbePlan, ProbeUnit } from './probe-plan.ts';
import { commitProbes, readProbesCommit } from './probe-store.ts';

/** How far a check is. */
export interface ProbingState {
  readonly done: readonly ProbeUnit[];
  /** With verdicts and without probes. */
  readonly pending: readonly ProbeUnit[];
  /** Without verdicts as yet. */
  readonly unjudged: readonly ProbeUnit[];
}

export async function readProbingState(
  store: BlobStore,
  { units }: ProbePlan,
): Promise<ProbingState> {
  const state = {
    done: [] as ProbeUnit[],
    pending: [] as ProbeUnit[],
    unjudged: [] as ProbeUnit[],
  };
  for (const unit of units) {
    if (await readProbesCommit(store, unit.probeUnitId)) state.done.push(unit);
    else if (await readJudgingCommit(store, unit.judgingUnitId)) state.pending.push(unit);
    else state.unjudged.push(unit);
  }
  return state;
}

/** A chosen answer and who gave it a score: only they are asked again. */
interface Chosen extends Answered {
  readonly judges: readonly string[];
}

/**
 * Asks the judges of one unit again about its chosen answers in other guises, and commits what they
 * say. Repeated after a crash, as `judgeUnit` is; throws as it does.
 */
export async function probeUnit(
  unit: ProbeUnit,
  row: ContextRow,
  options: JudgeUnitOptions,
): Promise<void> {
  const { store, bounds, onEvent } = options;
  const { probeUnitId, unitId, label } = unit;
  const chosen = await readChosen(store, unit, row);
  const outcomes = await askAll(chosen, bounds.questions(0), async (one) => {
    const outcome = await probeAnswer(unit, row, one, options);
    const questionId = one.question.id;
    const told = 'error' in outcome ? 'failed' : 'judged';
    onEvent({ type: 'answer-judged', unitId, questionId, outcome: told });
    return outcome;
  });
  const unasked = outcomes.filter((outcome) => 'error' in outcome);
  if (unasked.length > 0) {
    const failed = { unitId: probeUnitId, label: `probing ${label}`, answers: chosen.length };
    await failMarking(failed, unasked, options);
    return;
  }
  const probes = outcomes.flatMap((outcome) => ('probes' in outcome ? outcome.probes : []));
  await commit(unit, probes, options);
  onEvent({ type: 'unit-judged', unitId: probeUnitId, label });
}

async function readChosen(
  store: BlobStore,
  { unitId, judgingUnitId, places }: ProbeUnit,
  row: ContextRow,
): Promise<Chosen[]> {
  const [answered, judged] = [
    await readCommit(store, unitId),
    await readJudgingCommit(store, judgingUnitId),
  ];
  invariant(answered && judged, `${unitId} has no verdicts to be checked.`);
  const verdicts = await readVerdicts(store, judged);
  const answers = answersOf(row, await readRecords(store, answered));
  return places.flatMap((place) => {
    const [answer, verdict] = [answers[place], verdicts[place]];
    return answer && verdict ? [{ ...answer, judges: scoredBy(verdict) }] : [];
  });
}

function scoredBy({ byJudge }: VerdictRecord): string[] {
  const scored = Object.entries(byJudge).filter(([, { outcome }]) => outcome === 'scored');
  return scored.map(([name]) => name);
}

/** All guises and all judges at once: in the batch lane each round would take hours. */
async function probeAnswer(
  unit: ProbeUnit,
  row: ContextRow,
  { judges, ...answered }: Chosen,
  { plan, gateway }: JudgeUnitOptions,
): Promise<{ readonly probes: ProbeRecord[] } | Unasked> {
  const { question } = answered;
  const { protocol, probeUnitId } = unit;
  const scope = judgeScope(unit, row, question, { runId: plan.runId, unitId: probeUnitId });
  const asked = biasProbes(protocol, taskOf(answered)).flatMap((probe) =>
    judges.map((name) => ({ probe, name })),
  );
  const said = allOf(
    await gateway.within(scope, () =>
      Promise.allSettled(
        asked.map(async ({ probe, name }) => markProbe(protocol, probe, gateway.judge(name))),
      ),
    ),
  );
  if (said.error) return { question, error: said.error };
  const marks = asked.map(({ probe, name }, at) => ({
    ...{ kind: probe.kind, name, marks: said.marks[at] as Marks },
  }));
  return { probes: recordsOf(question.id, marks) };
}

function recordsOf(
  questionId: string,
  marks: readonly { readonly kind: ProbeKind; readonly name: string; readonly marks: Marks }[],
): ProbeRecord[] {
  return [...Map.groupBy(marks, ({ kind }) => kind)].map(([kind, ofKind]) => ({
    ...{ v: 1, questionId, kind },
    byJudge: Object.fromEntries(ofKind.map(({ name, marks: given }) => [name, given])),
  }));
}

async function commit(
  { probeUnitId, judgingUnitId, unitId, places }: ProbeUnit,
  probes: readonly ProbeRecord[],
  { plan, store, ledger, clock }: JudgeUnitOptions,
): Promise<void> {
  const calls = await ledger.unitCalls(probeUnitId);
  const { judge } = phaseCosts(calls);
  await commitProbes(
    store,
    {
      ...{ probeUnitId, judgingUnitId, unitId, runId: plan.runId, answers: places.length },
      committedAt: new Date(clock.now()).toISOString(),
      cost: judge ? { judge } : {},
    },
    { probes, calls },
  );
}
