import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { errorMessage, MabError } from '../../core/errors.ts';
import { hideSecrets } from './hide-secrets.ts';

/** Where in the configuration something stands: keys and list positions from the top. */
export type ConfigPath = readonly PropertyKey[];

/** A configuration file as data, and where each part of it was written. */
export interface ConfigDocument {
  readonly value: unknown;
  /** The line (from 1) of an option, or of the nearest part above it that was written. */
  lineOf(path: ConfigPath): number | undefined;
}

/**
 * Reads YAML 1.2 or JSON, which is a part of it.
 *
 * @throws {MabError} CONFIG_EMPTY when nothing but comments is there, CONFIG_SYNTAX with line and
 *   column.
 */
export function parseConfigDocument(text: string, fileName: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) throw syntaxError(fileName, error.message, lines.linePos(error.pos[0]));
  if (document.contents === null) throw emptyError(fileName);
  return {
    value: toData(document, fileName),
    lineOf: (path) => lineOf(document, lines, path),
  };
}

function syntaxError(
  fileName: string,
  reason: string,
  place?: { line: number; col: number },
): MabError {
  const where = place ? `${fileName}:${place.line}:${place.col}` : fileName;
  return new MabError('CONFIG_SYNTAX', `${where} is not valid YAML: ${hideSecrets(reason)}.`, {
    hint: 'Look at this line and the one above it: indentation, brackets, quotes and colons.',
    ...(place && { details: { line: place.line, column: place.col } }),
  });
}

function emptyError(fileName: string): MabError {
  return new MabError('CONFIG_EMPTY', `${fileName} is empty.`, {
    hint: 'Start from examples/first-look.yaml.',
  });
}

/** Aliases are resolved here, so a missing anchor, or one that blows up, shows only now. */
function toData(document: Document, fileName: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw syntaxError(fileName, errorMessage(error));
  }
}

function lineOf(document: Document, lines: LineCounter, path: ConfigPath): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of path) {
    if (!isCollection(node)) break;
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const start = pair?.key ?? node.get(step, true);
    const range = (start as { range?: readonly number[] } | undefined)?.range;
    if (range?.[0] === undefined) break;
    offset = range[0];
    node = node.get(step, true);
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
