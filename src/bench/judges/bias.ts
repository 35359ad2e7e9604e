import type { JudgeProtocol, JudgeTask, Marks } from '../../contracts/judge.ts';
import type { ChatModel } from '../../contracts/model.ts';
import type { JudgeBiasReport, ProbeReport } from '../../contracts/report.ts';
import { sha256 } from '../../core/hashing.ts';
import { clusteredInterval } from '../statistics/clustered-interval.ts';
import { rankCorrelation } from './rank-correlation.ts';

/**
 * `repeated`: exactly the same, so that the others can be told from a judge's own unrest.
 * `swapped`: the reply before what it is held against. `padded`: the reply with words behind it
 * that say nothing.
 */
export const PROBE_KINDS = ['repeated', 'swapped', 'padded'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** Raised whenever an answer may be probed in other words than before. */
export const PROBES_VERSION = 1;

/** An answer that was marked, and what it is called. */
export interface MarkedReply {
  readonly key: string;
  /** In characters. */
  readonly length: number;
  readonly marks: Marks;
}

/** An answer to be marked again in another guise. */
export interface BiasProbe {
  readonly kind: ProbeKind;
  readonly task: JudgeTask;
}

/** Says nothing of any question, and nothing of itself that a judge could reward. */
const PADDING =
  '\n\nThis is what I have to say in reply to the question that was asked. ' +
  'I have put it into words as well as I could, and there is nothing that I would like to add. ' +
  'Thank you for the question, and please feel free to come back to me with any other.';

/**
 * A share of answers. Which they are is decided by a hash of seed and key: not by chance, and not
 * by the order.
 *
 * @param keys   What the answers are called; no key twice.
 * @param share  In (0, 1]; rounded up to whole answers.
 */
export function chooseProbed(
  keys: readonly string[],
  { seed, share }: { readonly seed: number; readonly share: number },
): ReadonlySet<string> {
  const ranked = keys.map((key) => ({ key, rank: sha256(JSON.stringify([seed, key])) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return new Set(ranked.slice(0, Math.ceil(share * keys.length)).map(({ key }) => key));
}

/**
 * The probes of an answer; none of one that is empty.
 *
 * A summary is not padded: sentences that the expert does not have lower its precision with right.
 */
export function biasProbes(protocol: Pick<JudgeProtocol, 'id'>, task: JudgeTask): BiasProbe[] {
  if (task.reply.trim() === '') return [];
  const probes: BiasProbe[] = [
    { kind: 'repeated', task },
    { kind: 'swapped', task: { ...task, replyFirst: true } },
    { kind: 'padded', task: { ...task, reply: task.reply + PADDING } },
  ];
  return probes.filter(({ kind }) => kind !== 'padded' || protocol.id !== 'summary');
}

/** Marks a probe; its calls are steps of their own: `swapped-verdict`. */
export function markProbe(
  protocol: JudgeProtocol,
  { kind, task }: BiasProbe,
  judge: ChatModel,
): Promise<Marks> {
  const { id, contextWindow } = judge;
  return protocol.mark(task, {
    id,
    contextWindow,
    chat: (request, step) => judge.chat(request, `${kind}-${step}`),
  });
}

/** What a judge said of a probe. */
export interface MarkedProbe {
  readonly key: string;
  readonly kind: ProbeKind;
  readonly marks: Marks;
}

/**
 * Whether place and length of a reply decide its marks. The intervals are Wilson's. That length and
 * score go together is no proof: long replies may be better. The padded probes are.
 *
 * @param metric  The protocol's primary one.
 */
export function biasReport(
  marked: readonly MarkedReply[],
  probes: readonly MarkedProbe[],
  metric: string,
): Pick<JudgeBiasReport, 'probes' | 'lengthCorrelation'> {
  const scoreOf = (marks: Marks | undefined): number | undefined =>
    marks?.outcome === 'scored' ? marks.scores[metric] : undefined;
  const before = new Map(marked.map(({ key, marks }) => [key, scoreOf(marks)]));
  const report = (kind: ProbeKind): ProbeReport => {
    const ofKind = probes.filter((probe) => probe.kind === kind);
    const shifts = ofKind.flatMap(({ key, marks }) => {
      const [score, original] = [scoreOf(marks), before.get(key)];
      return score === undefined || original === undefined ? [] : [score - original];
    });
    return { ...probeReport(shifts), unscored: ofKind.length - shifts.length };
  };
  const lengthCorrelation = rankCorrelation(
    marked.flatMap(({ length, marks }) => {
      const score = scoreOf(marks);
      return score === undefined ? [] : [[length, score] as const];
    }),
  );
  return {
    probes: {
      repeated: report('repeated'),
      swapped: report('swapped'),
      padded: report('padded'),
    },
    ...(lengthCorrelation !== undefined && { lengthCorrelation }),
  };
}

function probeReport(shifts: readonly number[]): Omit<ProbeReport, 'unscored'> {
  const raised = shifts.filter((shift) => shift > 0).length;
  const lowered = shifts.filter((shift) => shift < 0).length;
  const changed = clusteredInterval(
    shifts.map((shift) => ({ contextId: '', score: shift === 0 ? 0 : 1 })),
  );
  return {
    compared: shifts.length,
    raised,
    lowered,
    ...(changed && {
      changed: { mean: changed.mean, low: changed.low, high: changed.high },
      meanShift: shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length,
    }),
  };
}
