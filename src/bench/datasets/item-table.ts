import { z } from 'zod';
import type { ContextRow, ItemTable } from '../../contracts/dataset.ts';
import { errorMessage, MabError } from '../../core/errors.ts';
import { collapseWhitespace } from '../../retrieval/python-whitespace.ts';
import { decodeUtf8 } from './parquet-text.ts';

const tableSchema = z.record(z.string(), z.int().min(0));

/**
 * Reads `entity2id.json`: an object from DBpedia addresses to ids. Several addresses may give the
 * same name; of an id that stands twice the last address counts.
 *
 * @param label  For messages: the file.
 * @throws {MabError} ITEM_TABLE_INVALID for anything else, and for an empty table.
 */
export function parseItemTable(bytes: Uint8Array, label: string): ItemTable {
  const parsed = tableSchema.safeParse(parseJson(bytes, label));
  if (!parsed.success) throw invalid(label, 'it is not an object from names to whole numbers');
  const names = new Map(
    Object.entries(parsed.data).map(([address, id]) => [String(id), itemName(address)]),
  );
  if (names.size === 0) throw invalid(label, 'it is empty');
  return { ids: [...names.keys()], names: [...names.values()] };
}

/**
 * What people call an item: the end of its address, `_`, `-` and `>` as blanks, without what stands
 * in parentheses (`<http://dbpedia.org/resource/Water_(1985_film)>` is `Water`).
 *
 * Source: `extract_movie_name` of the reference. Deviation: none; so `X-Men` is `X Men`, and a name
 *   with a slash loses what stands before it.
 */
export function itemName(address: string): string {
  const name = address.slice(address.lastIndexOf('/') + 1).replace(/[_>-]/g, ' ');
  return collapseWhitespace(name.replace(/\([^()]*\)/g, ''));
}

/**
 * The row with the table that its answers are ids of.
 * @throws {MabError} ITEM_TABLE_MISSING without one, ITEM_UNKNOWN when a question accepts an id
 *   that the table does not have.
 */
export function withItems(row: ContextRow, items: ItemTable | undefined): ContextRow {
  if (!items) {
    throw new MabError('ITEM_TABLE_MISSING', `${row.dataset} is scored with a table of items.`, {
      hint: 'Name entity2id.json of ReDial by data.itemTable in the configuration.',
    });
  }
  const ids = new Set(items.ids);
  for (const { id, answers } of row.questions) {
    const unknown = answers.find((answer) => !ids.has(answer.trim()));
    if (unknown === undefined) continue;
    throw new MabError('ITEM_UNKNOWN', `${id} accepts ${unknown}, which is no id of the table.`, {
      hint: 'Use the entity2id.json that belongs to the dataset, or name it by data.itemTable.',
    });
  }
  return { ...row, items };
}

function parseJson(bytes: Uint8Array, label: string): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw invalid(label, 'it is not UTF-8');
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw invalid(label, errorMessage(error));
  }
}

function invalid(label: string, problem: string): MabError {
  return new MabError('ITEM_TABLE_INVALID', `${label} is no table of items: ${problem}.`, {
    hint: 'It has to be entity2id.json of ReDial: {"<http://…/Some_Film>": 123, …}.',
  });
}
