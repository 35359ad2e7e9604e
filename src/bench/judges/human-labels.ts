import { z } from 'zod';
import { MabError } from '../../core/errors.ts';

const score = z.number().min(0).max(1);

const line = z
  .strictObject({
    questionId: z.string({ error: 'must be the id of a question' }).min(1),
    cell: z.string().min(1).optional(),
    label: z.literal([0, 1], { error: 'must be 0 or 1' }).optional(),
    scores: z.record(z.string(), score).optional(),
  })
  .refine(({ label, scores }) => (label === undefined) !== (scores === undefined), {
    error: 'needs either label (0 or 1) or scores',
  });

/** What a person says of one answer. */
export interface HumanLabel {
  readonly questionId: string;
  /** Whose answer it is; absent where the run has one cell with this question. */
  readonly cell?: string;
  /** By metric; a label of 0 or 1 is `judge_accuracy`. */
  readonly scores: Readonly<Record<string, number>>;
}

/**
 * Labels that people gave, one JSON object a line: `{"questionId": "…", "label": 1}`, or with
 * `scores` by metric in place of `label`, and `cell` where several methods answered. Blank lines
 * are skipped.
 *
 * @throws {MabError} LABELS_INVALID with all lines that are wrong; for a file without labels; and
 *   for an answer that is labelled twice.
 */
export function parseHumanLabels(text: string): HumanLabel[] {
  const problems: string[] = [];
  const labels = new Map<string, HumanLabel>();
  for (const [at, content] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (content.trim() === '') continue;
    const label = parseLine(content);
    if (typeof label === 'string') {
      problems.push(`line ${at + 1}: ${label}`);
      continue;
    }
    const key = JSON.stringify([label.cell, label.questionId]);
    if (labels.has(key)) problems.push(`line ${at + 1}: ${label.questionId} is labelled twice`);
    labels.set(key, label);
  }
  if (labels.size === 0 && problems.length === 0) problems.push('the file holds no label');
  if (problems.length === 0) return [...labels.values()];
  throw new MabError('LABELS_INVALID', `The labels cannot be used: ${shown(problems)}.`, {
    hint: 'One line for each answer: {"questionId": "…", "label": 0} or 1.',
    details: { problems },
  });
}

/** Problems that a message has room for; `details` has all. */
const SHOWN_MAX = 10;

function shown(problems: readonly string[]): string {
  const more = problems.length - SHOWN_MAX;
  return [...problems.slice(0, SHOWN_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** A label, or what is wrong with the line. */
function parseLine(content: string): HumanLabel | string {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return 'is no JSON';
  }
  const parsed = line.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues
      .map(({ path, message }) =>
        [path.join('.'), message].filter((part) => part !== '').join(': '),
      )
      .join(', ');
  }
  const { label, scores, questionId, cell } = parsed.data;
  return {
    questionId,
    ...(cell !== undefined && { cell }),
    scores: scores ?? { judge_accuracy: label ?? 0 },
  };
}
