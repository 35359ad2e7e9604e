import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeProtocol } from '../../bench/judges/catalog.ts';
import type { Question } from '../../contracts/dataset.ts';
import type { CallScope, ModelGateway } from '../../contracts/gateway.ts';
import type { JudgeProtocolId, Marks } from '../../contracts/judge.ts';
import type { ChatModel } from '../../contracts/model.ts';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import { standInReply } from '../../gateway/pricing/walk/stand-ins.ts';
import { askPanel } from './ask-panel.ts';
import type { JudgingPlan, JudgingUnit } from './judging-plan.ts';

const QUESTION: Question = {
  ...{ id: 'd#0/q3', index: 3, text: 'Who?', answers: ['Ann'], type: 'multi-session' },
  keypoints: ['Ann left.', 'Ben stayed.'],
};
const REPLY = 'Ann left. Nobody knows where she went.';

/** Judges that say what stands in for a verdict; remembers where they were asked. */
function standInGateway() {
  const asked: string[] = [];
  const scopes: CallScope[] = [];
  const judge = (name: string): ChatModel => ({
    ...{ id: name, contextWindow: 8_000 },
    chat: async (request, step) => {
      asked.push(`${name} ${step}`);
      return standInReply(request, 1);
    },
  });
  const none = (): never => assert.fail('Only judges are asked.');
  const gateway: ModelGateway = {
    ...{ judge, embedder: none, reader: { id: 'r', contextWindow: 1, chat: none } },
    within: (scope, work) => {
      scopes.push(scope);
      return work();
    },
  };
  return { gateway, asked, scopes };
}

const unitId = parseUnitId(sha256('answers'));
const judgingUnitId = parseUnitId(sha256('verdicts'));
const runId = parseRunId('r-1');

function ask(protocol: JudgeProtocolId, gateway: ModelGateway) {
  const unit = {
    ...{ unitId, judgingUnitId, protocol: judgeProtocol(protocol), label: 'l' },
    ...{ cell: { cellId: 'c' }, unit: { trial: 2, questions: 9 } },
  } as JudgingUnit;
  const plan = { runId, judges: [{ name: 'a' }, { name: 'b' }] } as unknown as JudgingPlan;
  const answered = { question: QUESTION, reply: REPLY };
  return askPanel(unit, { dataset: 'd', contextId: 'd#0' }, answered, { plan, gateway });
}

const STEPS = {
  ...{ longmemeval: ['verdict'], generic: ['verdict'] },
  summary: ['fluency', 'recall', 'precision'],
} satisfies Record<JudgeProtocolId, string[]>;

for (const [protocol, steps] of Object.entries(STEPS)) {
  test(`${protocol}: each judge is asked each step once, and a stand-in is a verdict`, async () => {
    const { gateway, asked, scopes } = standInGateway();
    const settled = await ask(protocol as JudgeProtocolId, gateway);
    const marks = settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    assert.deepEqual(marks.map(outcomeOf), ['scored first time', 'scored first time']);
    assert.deepEqual(
      asked.sort(),
      ['a', 'b'].flatMap((name) => steps.map((s) => `${name} ${s}`)).sort(),
    );
    assert.deepEqual(scopes, [
      {
        ...{ runId, unitId: judgingUnitId, cellId: 'c', phase: 'judge', at: 'q000003', trial: 2 },
        ...{ dataset: 'd', contextId: 'd#0', questions: 9, waited: { ms: 0 } },
      },
    ]);
  });
}

function outcomeOf(marks: Marks | undefined): string {
  if (marks?.outcome !== 'scored') return marks?.outcome ?? 'failed';
  return marks.repaired ? 'scored after a repair' : 'scored first time';
}
