/** One fenced block of a page. */
export interface GuideBlock {
  /** `sh`, `text`, `yaml`, … */
  readonly language: string;
  /** What stands behind the language: a file name, or how commands are to be taken. */
  readonly note: string;
  readonly text: string;
  /** Of its first fence, from 1. */
  readonly line: number;
}

/** The fenced blocks of a Markdown page, in order. */
export function readBlocks(page: string): GuideBlock[] {
  return [...page.matchAll(/^```(\w+)(?: (.*))?\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language = '', 2: note = '', 3: text = '' }) => {
      return { language, note, text, line: page.slice(0, index).split('\n').length };
    },
  );
}

/**
 * The lines of an expected output that an output lacks: each has to stand in it, in order, as a
 * part of a line; runs of white space count as one.
 */
export function missingLines(expected: string, output: string): string[] {
  const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const lines = output.split('\n').map(squeeze);
  let at = 0;
  return expected
    .split('\n')
    .map(squeeze)
    .filter((wanted) => {
      if (wanted === '') return false;
      const found = lines.findIndex((line, index) => index >= at && line.includes(wanted));
      if (found === -1) return true;
      at = found + 1;
      return false;
    });
}
