import { z } from 'zod';
import { MabError } from '../../core/errors.ts';

const score = z.number().min(0).max(1);

const line = z
  .strictObject({
    questionId: z.string().min(1),
    cell: z.string().min(1).optional(),
    label: z.union([z.literal(0), z.literal(1)]).optional(),
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
  throw new MabError('LABELS_INVALID', `The labels cannot be used: ${problems.join('; ')}.`, {
    hint: 'One line for each answer: {"questionId": "…", "label": 0} or 1.',
    details: { problems },
  });
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
