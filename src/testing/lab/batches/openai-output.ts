import type { BatchRun } from './batch-run.ts';
import type { ItemOutcome } from './serve-item.ts';

/** The lines of what was answered. */
export function outputLines({ id, outcomes }: BatchRun): string {
  const lines = outcomes.map((outcome, at) =>
    outcome.kind === 'reply' ? line(id, at, outcome, 200, outcome.body) : '',
  );
  return lines.join('');
}

const REASONS = {
  expired: 'This request could not be executed before the completion window expired.',
  cancelled: 'This batch was cancelled before this request could be executed.',
} as const;

/** The lines of what was refused, or not served in time. */
export function errorLines({ id, outcomes }: BatchRun): string {
  const lines = outcomes.map((outcome, at) => {
    if (outcome.kind === 'reply') return '';
    if (outcome.kind === 'refused') return line(id, at, outcome, outcome.status, outcome.body);
    const error = { code: `batch_${outcome.kind}`, message: REASONS[outcome.kind] };
    return text({ ...head(id, at, outcome), response: null, error });
  });
  return lines.join('');
}

function line(id: string, at: number, item: ItemOutcome, status_code: number, body: object) {
  const response = { status_code, request_id: `req_${id}_${at}`, body };
  return text({ ...head(id, at, item), response, error: null });
}

function head(id: string, at: number, { customId }: ItemOutcome) {
  return { id: `batch_req_${id}_${at}`, custom_id: customId };
}

function text(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
