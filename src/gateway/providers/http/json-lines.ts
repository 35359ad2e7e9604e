/**
 * Reads JSON Lines: one value a line, blank lines left out.
 *
 * @throws {SyntaxError} for a line that is no JSON, such as the last one of a cut file.
 */
export function parseJsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown);
}
