import type { SchemaElement } from 'hyparquet';

/** A column of texts. */
export const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'OPTIONAL',
});

/** A column of lists, with the elements that make up an entry. */
export const listOf = (name: string, element: readonly SchemaElement[]): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ...element,
];

const texts = (name: string): SchemaElement[] => listOf(name, [text('element')]);

/** A group with these members, each a leaf or a group with all that is below it. */
function group(name: string, members: readonly (readonly SchemaElement[])[]): SchemaElement[] {
  const head: SchemaElement = { name, repetition_type: 'OPTIONAL', num_children: members.length };
  return [head, ...members.flat()];
}

const message = group('element', [
  [text('content')],
  [{ name: 'has_answer', type: 'BOOLEAN', repetition_type: 'OPTIONAL' }],
  [text('role')],
]);

/**
 * The columns of the published files, as parquet writes them, and three of our own at the end of
 * `metadata`, which readers of the published ones pass over.
 *
 * Source: the card of the dataset (`dataset_info.features`), and the files themselves.
 */
export const PUBLISHED_SCHEMA: readonly SchemaElement[] = [
  { name: 'schema', num_children: 4 },
  text('context'),
  ...texts('questions'),
  ...listOf('answers', texts('element')),
  ...group('metadata', [
    [text('demo')],
    listOf('haystack_sessions', listOf('element', listOf('element', message))),
    texts('keypoints'),
    texts('previous_events'),
    texts('qa_pair_ids'),
    texts('question_dates'),
    texts('question_ids'),
    texts('question_types'),
    [text('source')],
    listOf('evidence', texts('element')),
    texts('item_ids'),
    texts('item_names'),
  ]),
];
