import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sha256 } from '../../src/core/hashing.ts';
import { deterministicReply } from '../../src/testing/deterministic-reply.ts';
import type { LabOptions, ManagedFault } from '../../src/testing/lab/lab-options.ts';
import { always, FAULTS, type Fault, NO_FAULTS } from '../../src/testing/server-faults.ts';
import { type FaultScene, openFaultScene } from './scene.ts';
import { WAYS, type Way } from './ways.ts';

/** What a call comes to while a fault lasts, and how many attempts are of unknown outcome. */
type Expected = readonly [
  end: 'answer' | 'half' | 'nothing' | `PROVIDER_${string}`,
  unknown: number,
];

const GOOD: Expected = ['answer', 0];
/** Both attempts may be billed. */
const LIVE: Readonly<Record<Fault, Expected>> = {
  'rate-limit': ['PROVIDER_OVERLOADED', 0],
  'server-error': ['PROVIDER_OVERLOADED', 0],
  'key-refused': ['PROVIDER_KEY_REFUSED', 0],
  'quota-empty': ['PROVIDER_ACCOUNT_EMPTY', 0],
  'payment-required': ['PROVIDER_ACCOUNT_EMPTY', 0],
  'bad-request': ['PROVIDER_REFUSED', 0],
  late: ['PROVIDER_TIMEOUT', 2],
  'cut-body': ['PROVIDER_UNREACHABLE', 2],
  'invalid-json': ['PROVIDER_REPLY_UNREADABLE', 2],
  'gateway-timeout': ['PROVIDER_OVERLOADED', 2],
  html: ['PROVIDER_REPLY_UNREADABLE', 2],
  empty: ['nothing', 0],
  'no-usage': GOOD,
  truncated: ['half', 0],
  'hang-up': ['PROVIDER_UNREACHABLE', 2],
  ...{ 'item-duplicate': GOOD, 'item-missing': GOOD, 'item-expired': GOOD, 'item-failed': GOOD },
};
/** Embeddings cannot be short, and an answer without vectors is none. */
const LIVE_EMBEDDINGS = {
  ...LIVE,
  empty: ['PROVIDER_REPLY_UNREADABLE', 2],
  truncated: GOOD,
} as const;

/** In a batch: what was not served is asked live, where it meets the same fault. */
const BATCH: Readonly<Partial<Record<Fault, Expected>>> = {
  'server-error': LIVE['server-error'],
  'bad-request': LIVE['bad-request'],
  empty: LIVE.empty,
  truncated: LIVE.truncated,
  'item-missing': ['answer', 1],
};
const BATCH_EMBEDDINGS = {
  ...BATCH,
  empty: ['PROVIDER_REPLY_UNREADABLE', 3],
  truncated: GOOD,
} as const;

function expectedOf({ kind, lane }: Way, fault: Fault): Expected {
  if (lane === 'live') return (kind === 'chat' ? LIVE : LIVE_EMBEDDINGS)[fault];
  return (kind === 'chat' ? BATCH : BATCH_EMBEDDINGS)[fault] ?? GOOD;
}

/** What the lab answers to a text, as `deterministic-reply.ts` and its page say. */
function answerTo(way: Way, text: string): string {
  if (way.kind === 'chat') {
    return deterministicReply({ model: 'm', messages: [{ role: 'user', content: text }] }).text;
  }
  const bytes = [...Buffer.from(sha256(text), 'hex')];
  return String(Float32Array.from(bytes, (byte) => byte / 127.5 - 1));
}

function endOf(way: Way, text: string, [end]: Expected): string {
  const answer = answerTo(way, text);
  if (end === 'half') return answer.slice(0, answer.length >> 1);
  if (end === 'nothing') return '';
  return end === 'answer' ? answer : end;
}

/** While the fault lasts, and for the process that asks once it is over. */
async function meets(scene: FaultScene, way: Way, fault: Fault): Promise<void> {
  let plan = always(fault);
  await using opened = await scene.open(fault, { faults: (request) => plan(request) });
  const expected = expectedOf(way, fault);
  const ends = await opened.askAll(fault === 'late' && way.lane === 'live' ? 500 : undefined);
  assert.deepEqual(
    ends,
    opened.texts.map((text) => endOf(way, text, expected)),
  );
  const money = await opened.checkedMoney();
  assert.equal(money.unknownAttempts, expected[1] * opened.texts.length);
  const { accepted } = opened.lab.invoice();
  plan = NO_FAULTS;
  // What has its reply, or was refused for good, is not asked again; the rest is, and is answered.
  const isOver = !expected[0].startsWith('PROVIDER_') || fault === 'bad-request';
  const later = isOver ? expected : GOOD;
  assert.deepEqual(
    await opened.askAll(),
    opened.texts.map((text) => endOf(way, text, later)),
  );
  await opened.checkedMoney();
  assert.equal(opened.lab.invoice().accepted, accepted + (isOver ? 0 : opened.texts.length));
}

/** Whatever happens to the batch API itself, every call is answered, and nothing is unknown. */
async function survives(
  scene: FaultScene,
  way: Way,
  name: string,
  options: Omit<LabOptions, 'models'>,
): Promise<void> {
  await using opened = await scene.open(name, options);
  assert.deepEqual(
    await opened.askAll(),
    opened.texts.map((text) => answerTo(way, text)),
  );
  const { paidPicoUsd, unknownAttempts } = await opened.checkedMoney();
  assert.deepEqual([paidPicoUsd, unknownAttempts], [opened.lab.invoice().totalPicoUsd, 0]);
}

const MANAGED: readonly ManagedFault[] = ['rate-limit', 'server-error', 'hang-up', 'cut-body'];
/** More than a batch of three calls needs: file, creation, looks, results. */
const REQUESTS = 6;

function describeBatchApi(scene: () => FaultScene, way: Way): void {
  it('is in one batch where nothing fails', async () => {
    await using opened = await scene().open('nothing', {});
    await opened.askAll();
    const lines = opened.lab.invoice().lines.map(({ lane, requests }) => [lane, requests]);
    assert.deepEqual(lines, [['batch', 3]]);
  });
  for (const fault of MANAGED) {
    for (let broken = 1; broken <= REQUESTS; broken++) {
      it(`survives ${fault} of request ${broken} for files and batches`, () =>
        survives(scene(), way, `${fault}-${broken}`, {
          managedFaults: ({ number }) => (number === broken ? fault : undefined),
        }));
    }
  }
  for (const fault of ['expired', 'failed'] as const) {
    it(`survives a batch that has ${fault}`, () =>
      survives(scene(), way, `batch-${fault}`, { batchFaults: () => fault }));
  }
}

for (const [name, way] of Object.entries(WAYS)) {
  describe(`a call of ${name}`, { concurrency: true }, () => {
    let scene: FaultScene;
    before(async () => {
      scene = await openFaultScene(way);
    });
    after(() => scene[Symbol.asyncDispose]());
    for (const fault of FAULTS) {
      it(`with ${fault} ends as it has to, and costs what the bill says`, () =>
        meets(scene, way, fault));
    }
    if (way.lane === 'batch') describeBatchApi(() => scene, way);
  });
}
