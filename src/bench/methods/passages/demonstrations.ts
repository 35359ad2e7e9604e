/** A labelled example: a text and, after `label:`, its number. */
export interface Demonstration {
  readonly text: string;
  readonly label: string;
}

const LABEL = /\blabel:[ \t]*(\d+)/g;

/**
 * Reads labelled examples (`text`, then `label: 7`), on lines of their own or run together. A label
 * without a text before it (its text ended the chunk before) and a text without a label are left
 * out.
 */
export function readDemonstrations(text: string): Demonstration[] {
  const found: Demonstration[] = [];
  let from = 0;
  for (const match of text.matchAll(LABEL)) {
    const example = text.slice(from, match.index).trim();
    from = match.index + match[0].length;
    if (example !== '') found.push({ text: example, label: match[1] ?? '' });
  }
  return found;
}
