import type { JudgeProtocol, JudgeProtocolId, JudgeTask } from '../../contracts/judge.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { GENERIC } from './generic.ts';
import { LONGMEMEVAL, longMemEvalRule } from './longmemeval.ts';
import { keypointsOf, SUMMARY } from './summary.ts';

const PROTOCOLS: Readonly<Record<JudgeProtocolId, JudgeProtocol>> = {
  longmemeval: LONGMEMEVAL,
  summary: SUMMARY,
  generic: GENERIC,
};

export function judgeProtocol(id: JudgeProtocolId): JudgeProtocol {
  return PROTOCOLS[id];
}

/** The protocol that a family's published score is made with; undefined where it needs no judge. */
export function protocolOfFamily(family: DatasetFamily): JudgeProtocolId | undefined {
  if (family === 'longmemeval') return 'longmemeval';
  return family === 'infbench-sum' || family === 'own-summary' ? 'summary' : undefined;
}

/**
 * Refuses a question that the protocol could not mark: asked before anything is paid. `mark` throws
 * the same.
 *
 * @throws {MabError} JUDGE_TYPE_UNKNOWN, JUDGE_KEYPOINTS_MISSING.
 */
export function checkJudgeable(id: JudgeProtocolId, question: JudgeTask['question']): void {
  if (id === 'longmemeval') longMemEvalRule(question);
  if (id === 'summary') keypointsOf(question);
}
