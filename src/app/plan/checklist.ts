import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Advice } from '../../contracts/advice.ts';
import { type Inventory, inventorySchema } from '../../contracts/inventory.ts';
import { MabError } from '../../core/errors.ts';
import { checklistTopic } from '../../cost/plan/checklist/checklist-topic.ts';
import { fileError } from '../file-error.ts';
import { nodeClock } from '../node-clock.ts';
import { openCatalogue } from '../prices/open-catalogue.ts';
import type { ChecklistOptions } from './checklist-contract.ts';

/**
 * What in an account costs more than it has to.
 *
 * @throws {MabError} INVENTORY_MISSING, INVENTORY_INVALID, FILE_…; PACKAGE_MISSING, AWS_NOT_READ;
 *   PLAN_INPUT_INVALID.
 */
export async function checklist(options: ChecklistOptions): Promise<Advice> {
  const { inputs, workspace, prices } = options;
  const catalogue = await openCatalogue({ workspace, files: prices });
  return checklistTopic(await inventoryOf(options)).advise(inputs, { catalogue });
}

async function inventoryOf({ inventory, live, region }: ChecklistOptions): Promise<Inventory> {
  if (inventory !== undefined) return parseInventory(await readText(inventory), inventory);
  if (live === 'aws') return await readLive(region ?? process.env.AWS_REGION ?? 'us-east-1');
  throw new MabError('INVENTORY_MISSING', 'There is nothing to look at.', {
    hint: 'Give --inventory FILE (docs/guide/cost-checklist.md), or --live aws.',
  });
}

/** Loaded when it is needed, with packages that only this needs. */
async function readLive(region: string): Promise<Inventory> {
  const { readAwsInventory } = await import('../../adapters/inventory/aws/read-aws-inventory.ts');
  const load = (name: string): Promise<unknown> => import(name);
  return await readAwsInventory({ region, load }, nodeClock.now());
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, path);
  }
}

function parseInventory(text: string, path: string): Inventory {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw invalid(path, [problem.message.split('\n')[0] ?? '']);
  const parsed = inventorySchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw invalid(
    path,
    parsed.error.issues.map(
      (issue) => `${z.core.toDotPath(issue.path) || 'the file'}: ${issue.message}`,
    ),
  );
}

function invalid(path: string, problems: readonly string[]): MabError {
  return new MabError('INVENTORY_INVALID', `${path} is no inventory: ${problems.join('; ')}.`, {
    hint: 'docs/guide/cost-checklist.md says what it may hold.',
  });
}
