import type { JudgeProtocol, JudgeTask, Marks } from '../../contracts/judge.ts';
import type { ChatModel } from '../../contracts/model.ts';
import { sha256 } from '../../core/hashing.ts';
import { clusteredInterval } from '../statistics/clustered-interval.ts';
import type { Interval } from '../statistics/interval-of-mean.ts';
import { rankCorrelation } from './rank-correlation.ts';

/**
 * `repeated`: exactly the same, so that the others can be told from a judge's own unrest.
 * `swapped`: the reply before what it is held against. `padded`: the reply with words behind it
 * that say nothing.
 */
export const PROBE_KINDS = ['repeated', 'swapped', 'padded'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** An answer that was marked, and what it is called. */
export interface MarkedTask {
  readonly key: string;
  readonly task: JudgeTask;
  readonly marks: Marks;
}

/** An answer to be marked again in another guise. */
export interface BiasProbe {
  readonly key: string;
  readonly kind: ProbeKind;
  readonly task: JudgeTask;
}

/** Says nothing of any question, and nothing of itself that a judge could reward. */
const PADDING =
  '\n\nThis is what I have to say in reply to the question that was asked. ' +
  'I have put it into words as well as I could, and there is nothing that I would like to add. ' +
  'Thank you for the question, and please feel free to come back to me with any other.';

/**
 * The probes of a share of the answers that were scored. Which they are is decided by a hash of
 * seed and key: not by chance, and not by the order.
 *
 * A summary is not padded: sentences that the expert does not have lower its precision with right.
 *
 * @param share  In (0, 1]; rounded up to whole answers.
 */
export function biasProbes(
  protocol: Pick<JudgeProtocol, 'id'>,
  marked: readonly MarkedTask[],
  { seed, share }: { readonly seed: string; readonly share: number },
): BiasProbe[] {
  const rank = ({ key }: MarkedTask): string => sha256(JSON.stringify([seed, key]));
  const chosen = marked
    .filter(({ task, marks }) => marks.outcome === 'scored' && task.reply.trim() !== '')
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return chosen.slice(0, Math.ceil(share * chosen.length)).flatMap(({ key, task }) => {
    const probes: BiasProbe[] = [
      { key, kind: 'repeated', task },
      { key, kind: 'swapped', task: { ...task, replyFirst: true } },
      { key, kind: 'padded', task: { ...task, reply: task.reply + PADDING } },
    ];
    return probes.filter(({ kind }) => kind !== 'padded' || protocol.id !== 'summary');
  });
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

/** What became of the marks of one kind of probe. */
export interface ProbeReport {
  /** Probes that have a score, of answers that have one. */
  readonly compared: number;
  /** All others. */
  readonly unscored: number;
  /** Of those compared: how many got more, and how many less, than before. */
  readonly raised: number;
  readonly lowered: number;
  /** Share that got another score, with its 95 % interval (Wilson's); absent without any. */
  readonly changed?: Pick<Interval, 'mean' | 'low' | 'high'>;
  /** Probe minus original; absent without any. */
  readonly meanShift?: number;
}

/** Whether place and length of a reply decide its marks. */
export interface BiasReport {
  readonly probes: Readonly<Record<ProbeKind, ProbeReport>>;
  /**
   * Spearman's correlation of a reply's length, in characters, with its score. It is no proof: long
   * replies may be better. The padded probes are. Undefined where length or score never differ.
   */
  readonly lengthCorrelation?: number;
}

/** @param metric  The protocol's primary one. */
export function biasReport(
  marked: readonly MarkedTask[],
  probes: readonly (BiasProbe & { readonly marks: Marks })[],
  metric: string,
): BiasReport {
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
    marked.flatMap(({ task, marks }) => {
      const score = scoreOf(marks);
      return score === undefined ? [] : [[task.reply.length, score] as const];
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
