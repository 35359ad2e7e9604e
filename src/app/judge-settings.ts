import { basename } from 'node:path';
import type { Budget } from '../contracts/budget.ts';
import { MabError } from '../core/errors.ts';
import {
  isRunConfiguration,
  type JudgesConfig,
  parseJudgesFile,
} from '../run/config/judges-file.ts';
import type { StoredSettings } from '../run/judging/stored-settings.ts';
import { openConfigFile, readConfig } from './config-file.ts';

/**
 * Who is to mark answers, and how they are asked.
 *
 * @param path    A file of judges, or a configuration with some; absent: those of the run.
 * @param stored  Whose budget holds where the file has none.
 * @throws {MabError} JUDGES_MISSING, FILE_…, CONFIG_….
 */
export async function judgeSettings(
  path: string | undefined,
  stored: StoredSettings,
): Promise<JudgesConfig> {
  if (path === undefined) {
    const { judge } = stored;
    if (!judge) throw judgesMissing('The run was begun without judges.');
    return { ...stored, judge };
  }
  const config = await readJudges(path);
  return { ...config, budget: hasLimits(config.budget) ? config.budget : stored.budget };
}

async function readJudges(path: string): Promise<JudgesConfig> {
  const bytes = await readConfig(path);
  const fileName = basename(path);
  if (!isRunConfiguration(bytes, fileName)) return parseJudgesFile(bytes, fileName);
  using file = await openConfigFile({ configPath: path });
  const { judge, ...others } = file.config;
  if (!judge) throw judgesMissing(`${fileName} has no judges.`);
  return { ...others, judge };
}

function hasLimits({ run, cell, month, tags }: Budget): boolean {
  return [run, cell, month, ...Object.values(tags)].some(
    ({ picoUsd, tokens }) => picoUsd !== undefined || tokens !== undefined,
  );
}

function judgesMissing(problem: string): MabError {
  return new MabError('JUDGES_MISSING', problem, {
    hint: 'Give --judges a file: judge: { models: [{ provider: …, model: … }] }',
  });
}
