import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import type { RunEvent } from '../contracts/events.ts';
import { MovingRate } from './moving-rate.ts';
import { createProgress } from './progress.ts';
import { spanText } from './progress-line.ts';

/** A stream that remembers, and a clock that stands still until it is set. */
class Screen extends Writable {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  text = '';
  nowMs = 0;

  constructor(terminal: { columns: number } | undefined) {
    super({ decodeStrings: false });
    this.isTTY = terminal !== undefined;
    this.columns = terminal?.columns;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }

  readonly clock = { elapsed: () => this.nowMs };
}

const started: RunEvent = {
  type: 'run-started',
  runId: 'first-look-00',
  resumed: false,
  units: 2,
  questions: 40,
  unitsDone: 0,
  questionsDone: 0,
  paidPicoUsd: 0n,
  budgetPicoUsd: 5_000_000_000_000n,
};
const called = (replayed: boolean): RunEvent => ({
  type: 'call-completed',
  unitId: 'u',
  phase: 'answer',
  replayed,
  picoUsd: replayed ? 0n : 10_000_000_000n,
});
const answered: RunEvent = {
  type: 'question-finished',
  unitId: 'u',
  questionId: 'q',
  outcome: 'answered',
};
const retried: RunEvent = {
  type: 'call-retried',
  unitId: 'u',
  code: 'PROVIDER_OVERLOADED',
  message: 'The server answered 429.',
  attempt: 1,
  waitMs: 2_000,
};
const committed: RunEvent = { type: 'unit-committed', unitId: 'u', label: 'bm25 on a#0' };
const failed: RunEvent = {
  type: 'unit-failed',
  unitId: 'v',
  label: 'oracle on a#0',
  code: 'PROVIDER_REFUSED',
  message: 'The server said \u001b[31mno.',
  hint: 'Ask for less.',
};
const finished: RunEvent = { type: 'run-finished', runId: 'first-look-00', state: 'incomplete' };

/** Two units of 20 questions each, a second apart; every fourth call comes from the ledger. */
function play(screen: Screen): void {
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  onEvent(started);
  onEvent({ type: 'unit-started', unitId: 'u', label: 'bm25 on a#0' });
  screen.nowMs = 500;
  onEvent({ type: 'chunk-memorized', unitId: 'u', done: 3, chunks: 12 });
  for (let question = 1; question <= 20; question++) {
    screen.nowMs = question * 1_000;
    onEvent(called(question % 4 === 0));
    onEvent(answered);
    if (question === 2 || question === 3) onEvent(retried);
  }
  onEvent(committed);
  onEvent(failed);
  screen.nowMs = 21_000;
  onEvent(finished);
}

test('away from a terminal: a line per unit, one every five seconds, and no escape codes', () => {
  const screen = new Screen(undefined);
  play(screen);
  assert.deepEqual(screen.text.split('\n'), [
    'run first-look-00: 2 units, 40 questions',
    'retrying after PROVIDER_OVERLOADED: The server answered 429. (waits 2 s)',
    // After the fifth call and before its question: 4 questions in 5 s, 4 paid calls of a cent.
    '0/2 units  4/40 questions (10 %)  0.80/s  ETA 45 s  paid $0.04 of $5.00  20 % replayed' +
      '  2 retries',
    '0/2 units  9/40 questions (22 %)  0.90/s  ETA 34 s  paid $0.08 of $5.00  20 % replayed' +
      '  2 retries',
    '0/2 units  14/40 questions (35 %)  0.93/s  ETA 28 s  paid $0.12 of $5.00  20 % replayed' +
      '  2 retries',
    '0/2 units  19/40 questions (47 %)  0.95/s  ETA 22 s  paid $0.15 of $5.00  25 % replayed' +
      '  2 retries',
    'done bm25 on a#0',
    'failed oracle on a#0: PROVIDER_REFUSED: The server said ?[31mno.',
    '  next: Ask for less.',
    'finished in 21 s: 1/2 units, 1 failed, 20/40 questions, paid $0.15 of $5.00, 25 % replayed, ' +
      '2 retries',
    '',
  ]);
});

test('a route that takes over is told once for each reason', () => {
  const screen = new Screen(undefined);
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  for (const route of ['azure', 'azure', 'openai:KEY_2']) onEvent({ ...retried, waitMs: 0, route });
  const told = screen.text.split('\n').filter((line) => line.startsWith('going on'));
  assert.deepEqual(told, [
    'going on with azure after PROVIDER_OVERLOADED: The server answered 429.',
    'going on with openai:KEY_2 after PROVIDER_OVERLOADED: The server answered 429.',
  ]);
});

test('on a terminal: one line that is drawn again, cut to the width, and lines that stay', () => {
  const screen = new Screen({ columns: 60 });
  const progress = createProgress({ stream: screen, clock: screen.clock });
  const { onEvent } = progress;
  onEvent(started);
  screen.nowMs = 500;
  onEvent({ type: 'chunk-memorized', unitId: 'u', done: 3, chunks: 12 });
  screen.nowMs = 1_000;
  onEvent(answered);
  onEvent(answered);
  onEvent(failed);
  progress.note('stopping');
  progress.close();
  assert.deepEqual(screen.text.split('\r\u001b[K'), [
    'run first-look-00: 2 units, 40 questions\n',
    '0/2 units  0/40 questions (0 %)  paid $0.00 of $5.00',
    // 59 of the 60 columns: a full last column would break the line.
    '0/2 units  0/40 questions (0 %)  paid $0.00 of $5.00  readi',
    '0/2 units  1/40 questions (2 %)  1.0/s  ETA 39 s  paid $0.0',
    'failed oracle on a#0: PROVIDER_REFUSED: The server said ?[31mno.\n  next: Ask for less.\n',
    '0/2 units  1 failed  2/40 questions (5 %)  2.0/s  ETA 19 s ',
    'stopping\n',
  ]);
});

test('a terminal is drawn at most ten times a second', () => {
  const screen = new Screen({ columns: 200 });
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  onEvent({ ...started, questions: 1_000 });
  for (let question = 1; question <= 1_000; question++) {
    screen.nowMs = question;
    onEvent(answered);
  }
  // Once at the start, then ten times in a second.
  assert.equal(screen.text.split('\r\u001b[K').length - 1, 11);
});

test('a resumed run starts from what is done, and counts only its own speed', () => {
  const screen = new Screen(undefined);
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  screen.nowMs = 1_000_000;
  const { budgetPicoUsd: _none, ...unlimited } = started as Extract<
    RunEvent,
    { type: 'run-started' }
  >;
  onEvent({
    ...unlimited,
    resumed: true,
    unitsDone: 1,
    questionsDone: 20,
    paidPicoUsd: 70_000_000_000n,
  });
  screen.nowMs += 5_000;
  onEvent(answered);
  assert.deepEqual(screen.text.split('\n'), [
    'run first-look-00: 2 units, 40 questions; going on with it; 1 unit done already',
    '1/2 units  21/40 questions (52 %)  0.20/s  ETA 1 min 35 s  paid $0.07',
    '',
  ]);
});

test('the rate forgets what was more than 30 seconds ago', () => {
  const rate = new MovingRate(0);
  assert.equal(rate.perSecond(0), undefined);
  for (let second = 1; second <= 10; second++) rate.add(second * 1_000);
  assert.equal(rate.perSecond(10_000), 1);
  assert.equal(rate.perSecond(20_000), 0.5);
  // Left in the window (5 s, 35 s]: those of seconds 6 to 10.
  assert.equal(rate.perSecond(35_000), 5 / 30);
  assert.equal(rate.perSecond(40_000), undefined);
});

test('the rate stays right over many thousands of events', () => {
  const rate = new MovingRate(0);
  for (let time = 1; time <= 100_000; time++) rate.add(time);
  assert.equal(rate.perSecond(100_000), 1_000);
});

test('spans are told in their two largest units', () => {
  assert.deepEqual([0, 59.4, 59.6, 250, 3_599, 3_600, 7_500].map(spanText), [
    '0 s',
    '59 s',
    '1 min 0 s',
    '4 min 10 s',
    '59 min 59 s',
    '1 h 0 min',
    '2 h 5 min',
  ]);
});

test('long embedding tells how far all units are, and when they will be done', () => {
  const screen = new Screen(undefined);
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  onEvent(started);
  const embedded = (seconds: number, unitId: string, done: number): void => {
    screen.nowMs = seconds * 1_000;
    onEvent({ type: 'texts-embedded', unitId, done, texts: 400 });
  };
  embedded(1, 'u', 64);
  embedded(3, 'v', 64);
  // 64 texts of another unit in the 5 seconds since the first batch, and 64 of this one.
  embedded(6, 'u', 128);
  embedded(11, 'u', 400);
  // 64 + 64 + 272 texts in 10 s are 40 a second; 336 are left.
  assert.deepEqual(screen.text.split('\n').slice(1), [
    '0/2 units  0/40 questions (0 %)  paid $0.00 of $5.00  embedding text 192/800 (24 s left)',
    '0/2 units  0/40 questions (0 %)  paid $0.00 of $5.00  embedding text 64/400 (8 s left)',
    '',
  ]);
});

test('calls that wait for the rate limit are counted in the line, until none does', () => {
  const screen = new Screen({ columns: 200 });
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  onEvent(started);
  for (const waiting of [12, 1, 0]) {
    screen.nowMs += 3_000;
    onEvent({ type: 'waiting-for-room', waiting });
  }
  assert.deepEqual(
    screen.text
      .split('\r\u001b[K')
      .slice(-3)
      .map((line) => line.split('  ').at(-1)),
    [
      '12 calls waiting for the rate limit',
      '1 call waiting for the rate limit',
      'paid $0.00 of $5.00',
    ],
  );
});

test('calls that wait for budget say for what', () => {
  const screen = new Screen({ columns: 200 });
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  onEvent(started);
  screen.nowMs += 3_000;
  onEvent({ type: 'waiting-for-budget', waiting: 2 });
  assert.match(screen.text, /2 calls waiting for budget that others have reserved$/);
});

test('limits that are not shared any more, and are again, have a line each', () => {
  const screen = new Screen(undefined);
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  const message = 'redis://127.0.0.1:6379 cannot be reached: ECONNREFUSED.';
  onEvent({ type: 'limits-split', workers: 4, message });
  onEvent({ type: 'limits-shared' });
  assert.deepEqual(
    screen.text.split('\n').filter((line) => line.startsWith('limits')),
    [`limits are not shared: ${message} (keeps to 1/4 of them)`, 'limits are shared again'],
  );
});

test('a ledger that could be shared and is not is named', () => {
  const screen = new Screen(undefined);
  createProgress({ stream: screen, clock: screen.clock }).onEvent({ type: 'ledger-not-shared' });
  assert.match(screen.text, /MAB_LEDGER_URL is set: `mab ledger use postgres --name NAME` shares/);
});

test('a vendor that says nothing of a batch is told once, however often it is asked', () => {
  const screen = new Screen(undefined);
  const { onEvent } = createProgress({ stream: screen, clock: screen.clock });
  const message = 'https://api.example.com did not answer in time.';
  for (const _ of [1, 2]) onEvent({ type: 'batch-unanswered', code: 'PROVIDER_TIMEOUT', message });
  assert.deepEqual(
    screen.text.split('\n').filter((line) => line.includes(message)),
    [`asking for batches until the vendor answers, after PROVIDER_TIMEOUT: ${message}`],
  );
});
