import type { EventSink, RunEvent } from '../contracts/events.ts';
import type { Clock } from '../core/clock.ts';
import { counted } from '../core/number-text.ts';
import type { OutputStream } from './io.ts';
import { LiveLine } from './live-line.ts';
import { MovingRate } from './moving-rate.ts';
import { budgetWarning, moneyParts, progressLine, spanText, workParts } from './progress-line.ts';
import { NOT_STARTED, nextProgress, type ProgressState } from './progress-state.ts';
import { waitingText } from './waiting-text.ts';

/** Tells on a stream how a run goes on. */
export interface Progress {
  readonly onEvent: EventSink;
  /** Empty until the run has started. */
  runId(): string;
  /** Prints a line that stays. */
  note(text: string): void;
  /** Takes the live line away, if there is one. */
  close(): void;
}

interface ProgressOptions {
  readonly stream: OutputStream;
  readonly clock: Pick<Clock, 'elapsed'>;
}

/**
 * On a terminal one line that is drawn again, at most ten times a second; elsewhere a line for each
 * unit and every five seconds. Failed units, and the first retry for each reason, always get a line
 * that stays.
 */
export function createProgress({ stream, clock }: ProgressOptions): Progress {
  return new ProgressSink(stream, clock);
}

class ProgressSink implements Progress {
  readonly #line: LiveLine;
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #retryCodes = new Set<string>();
  #state: ProgressState = NOT_STARTED;
  #rate = new MovingRate(0);
  #textRate = new MovingRate(0);
  #startMs = 0;

  constructor(stream: OutputStream, clock: Pick<Clock, 'elapsed'>) {
    this.#line = new LiveLine(stream);
    this.#clock = clock;
  }

  readonly onEvent: EventSink = (event) => {
    const nowMs = this.#clock.elapsed();
    this.#count(event, nowMs);
    this.#state = nextProgress(this.#state, event);
    const lines = this.#linesFor(event, nowMs);
    for (const line of lines) this.note(line);
    if (event.type === 'run-finished' || event.type === 'run-stopped') return;
    const lineNow = (): string =>
      progressLine(this.#state, this.#rate.perSecond(nowMs), this.#textRate.perSecond(nowMs));
    this.#line.show(nowMs, lineNow);
  };

  runId(): string {
    return this.#state.runId;
  }

  note(text: string): void {
    this.#line.note(text);
  }

  close(): void {
    this.#line.close();
  }

  #count(event: RunEvent, nowMs: number): void {
    if (event.type === 'run-started' || event.type === 'judging-started') {
      this.#startMs = nowMs;
      this.#line.startAt(nowMs);
      this.#rate = new MovingRate(nowMs);
      this.#textRate = new MovingRate(nowMs);
    }
    const isJudgingOnly = this.#state.units === 0;
    const counts = isJudgingOnly ? 'answer-judged' : 'question-finished';
    if (event.type === counts) this.#rate.add(nowMs);
    if (event.type === 'texts-embedded') this.#countTexts(event, nowMs);
  }

  /** The first batch begins the measurement: before it, other work was done. */
  #countTexts(
    { unitId, done }: Extract<RunEvent, { type: 'texts-embedded' }>,
    nowMs: number,
  ): void {
    const { embedding } = this.#state;
    if (embedding.size === 0) this.#textRate = new MovingRate(nowMs);
    else this.#textRate.add(nowMs, done - (embedding.get(unitId)?.done ?? 0));
  }

  /** The lines that stay. */
  #linesFor(event: RunEvent, nowMs: number): string[] {
    switch (event.type) {
      case 'run-started':
        return [startText(event)];
      case 'judging-started':
        return [judgingText(event)];
      case 'probing-started':
        return [
          `check ${event.checkId}: judges are asked again about ${counted(event.answers, 'answer')}`,
        ];
      case 'unit-failed':
        return [`failed ${event.label}: ${event.code}: ${event.message}`, ...hintLine(event.hint)];
      case 'unit-committed':
        return this.#line.isLive ? [] : [`done ${event.label}`];
      case 'unit-judged':
        return this.#line.isLive ? [] : [`judged ${event.label}`];
      case 'call-retried':
        return this.#firstRetry(event);
      case 'limits-split':
        return [`limits are not shared: ${event.message} (keeps to 1/${event.workers} of them)`];
      case 'limits-shared':
        return ['limits are shared again'];
      case 'ledger-not-shared':
        return [
          'this workspace has a ledger of its own although MAB_LEDGER_URL is set: ' +
            '`mab ledger use postgres --name NAME` shares one',
        ];
      case 'batch-refused': {
        const { code, message, calls } = event;
        return [`asking ${counted(calls, 'call')} live after ${code}: ${message}`];
      }
      case 'batch-unanswered':
        return this.#firstSilence(event);
      case 'run-stopped':
        return event.batches === 0 ? [] : [leftText(event)];
      case 'budget-warning':
        return [budgetWarning(event)];
      case 'run-finished':
        return [this.#endText(nowMs)];
      default:
        return [];
    }
  }

  #firstRetry(event: Extract<RunEvent, { type: 'call-retried' }>): string[] {
    const { code, message, waitMs, route } = event;
    const kind = `${code} ${route}`;
    if (this.#retryCodes.has(kind)) return [];
    this.#retryCodes.add(kind);
    if (route !== undefined) return [`going on with ${route} after ${code}: ${message}`];
    return [`retrying after ${code}: ${message} (waits ${spanText(waitMs / 1_000)})`];
  }

  #firstSilence({ code, message }: Extract<RunEvent, { type: 'batch-unanswered' }>): string[] {
    const kind = `batch ${code}`;
    if (this.#retryCodes.has(kind)) return [];
    this.#retryCodes.add(kind);
    return [`asking for batches until the vendor answers, after ${code}: ${message}`];
  }

  #endText(nowMs: number): string {
    const [first = '', ...parts] = workParts(this.#state);
    return [
      `finished in ${spanText((nowMs - this.#startMs) / 1_000)}: ${first}`,
      ...parts,
      ...moneyParts(this.#state),
    ].join(', ');
  }
}

/** `3 batches with 412 calls are at the vendor; run the same command later to collect them` */
function leftText(event: Extract<RunEvent, { type: 'run-stopped' }>): string {
  const are = event.batches === 1 ? 'is' : 'are';
  return `${waitingText(event)} ${are} at the vendor; run the same command later to collect them`;
}

function startText(event: Extract<RunEvent, { type: 'run-started' }>): string {
  const { runId, resumed, units, questions, unitsDone } = event;
  const size = `${counted(units, 'unit')}, ${counted(questions, 'question')}`;
  const done = unitsDone > 0 ? `; ${counted(unitsDone, 'unit')} done already` : '';
  return `run ${runId}: ${size}${resumed ? '; going on with it' : ''}${done}`;
}

function judgingText(event: Extract<RunEvent, { type: 'judging-started' }>): string {
  const { runId, judgingId, resumed, answers, done } = event;
  const already = done > 0 ? `; ${done} judged already` : '';
  return (
    `judging ${judgingId} of run ${runId}: ${counted(answers, 'answer')}` +
    `${resumed ? '; going on with it' : ''}${already}`
  );
}

function hintLine(hint: string | undefined): string[] {
  return hint === undefined ? [] : [`  next: ${hint}`];
}
