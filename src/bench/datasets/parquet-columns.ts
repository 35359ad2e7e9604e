import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet';
import { dataUnreadable } from './parquet-file.ts';

/** A column that we read, by the start of its path, and how deep its texts lie in lists. */
export interface TextColumn {
  readonly path: string;
  readonly listDepth: number;
  readonly optional?: true;
}

/** A list of texts below `metadata`, one for each question or about the row. */
const listed = (name: string): TextColumn => ({
  path: `metadata.${name}`,
  listDepth: 1,
  optional: true,
});

export const SOURCE: TextColumn = { path: 'metadata.source', listDepth: 0 };
export const QUESTIONS: TextColumn = { path: 'questions', listDepth: 1 };
const CONTEXT: TextColumn = { path: 'context', listDepth: 0 };
const ANSWERS: TextColumn = { path: 'answers', listDepth: 2 };

/** Only in files that we wrote: passages that settle each question. */
const EVIDENCE: TextColumn = { path: 'metadata.evidence', listDepth: 2, optional: true };

/**
 * Everything that is read of any row; `item_ids` and `item_names` only stand in files that we
 * wrote. `demo` and `previous_events` are not read: the published prompts do not use them, and the
 * questions say again what stands in them.
 */
export const ALL_COLUMNS: readonly TextColumn[] = [
  ...[CONTEXT, QUESTIONS, ANSWERS, SOURCE, EVIDENCE],
  ...['qa_pair_ids', 'question_types', 'question_ids', 'question_dates'].map(listed),
  ...['keypoints', 'item_ids', 'item_names'].map(listed),
];

/** As large as the context, so it is read for rows of LongMemEval only. */
export const HAYSTACK: TextColumn = {
  path: 'metadata.haystack_sessions',
  listDepth: 3,
  optional: true,
};

interface Leaf {
  readonly path: string;
  readonly element: SchemaElement;
  readonly listDepth: number;
}

/**
 * Looks whether the file has the columns of the published layout, as text and in lists of the
 * right depth.
 * @throws {MabError} DATA_UNREADABLE naming the column that is missing or of another type.
 */
export function checkColumns(file: string, metadata: FileMetaData): void {
  const leaves = leavesOf(parquetSchema(metadata));
  for (const column of ALL_COLUMNS) {
    const leaf = leaves.find(({ path }) => isWithin(path, column));
    if (leaf === undefined && column.optional) continue;
    if (leaf === undefined) throw dataUnreadable(file, `it has no column "${column.path}"`);
    if (leaf.listDepth !== column.listDepth || !isText(leaf.element)) {
      throw dataUnreadable(file, `its column "${column.path}" is not ${describe(column)}`);
    }
  }
}

function isText({ type, converted_type, logical_type }: SchemaElement): boolean {
  if (type !== 'BYTE_ARRAY') return false;
  if (converted_type !== undefined) return converted_type === 'UTF8';
  return logical_type === undefined || logical_type.type === 'STRING';
}

function describe({ listDepth }: TextColumn): string {
  return ['text', 'a list of texts', 'a list of lists of texts'][listDepth] ?? 'text';
}

/**
 * The same metadata with these columns only: the reader then neither fetches nor decodes the
 * others. Parts of `metadata` are as large as the context itself, and the reader can only choose
 * whole top-level columns.
 */
export function withColumns(metadata: FileMetaData, columns: readonly TextColumn[]): FileMetaData {
  const wanted = (path: string): boolean => columns.some((column) => isWithin(path, column));
  return {
    ...metadata,
    schema: pruned(parquetSchema(metadata), wanted),
    row_groups: metadata.row_groups.map((group) => ({
      ...group,
      columns: group.columns.filter(({ meta_data }) =>
        wanted(meta_data?.path_in_schema.join('.') ?? ''),
      ),
    })),
  };
}

const isWithin = (path: string, column: TextColumn): boolean =>
  path === column.path || path.startsWith(`${column.path}.`);

function leavesOf(tree: SchemaTree, depth = 0): Leaf[] {
  const { path, element, children } = tree;
  const listDepth = depth + (element.repetition_type === 'REPEATED' ? 1 : 0);
  if (children.length === 0) return [{ path: path.join('.'), element, listDepth }];
  return children.flatMap((child) => leavesOf(child, listDepth));
}

/** The wanted leaves and the groups above them, in the flat form of the file's footer. */
function pruned(tree: SchemaTree, wanted: (path: string) => boolean): SchemaElement[] {
  const { path, element, children } = tree;
  if (children.length === 0) return wanted(path.join('.')) ? [element] : [];
  const kept = children.map((child) => pruned(child, wanted)).filter(({ length }) => length > 0);
  return kept.length === 0 ? [] : [{ ...element, num_children: kept.length }, ...kept.flat()];
}
