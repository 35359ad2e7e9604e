import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { FORECAST } from '../../cost/forecast/assumptions.ts';
import { CHECKLIST } from '../../cost/plan/checklist/checklist-topic.ts';
import type { KnownInput, KnownInputs } from '../../cost/plan/from-work.ts';
import { findTopic, TOPICS } from '../../cost/plan/topics.ts';
import { fileError } from '../file-error.ts';
import { openCatalogue } from '../prices/open-catalogue.ts';
import { readKnownWork } from './known-work.ts';
import type { PlanCommands, PlanRequest, WorkSource } from './plan-contract.ts';

/** The advisor, as the command line sees it. */
export const planCommands: PlanCommands = {
  topics: TOPICS,
  others: { forecast: FORECAST, checklist: CHECKLIST },
  problemOf(topic, name, value) {
    const asked = [FORECAST, CHECKLIST].find(({ id }) => id === topic) ?? findTopic(topic);
    return asked.problemOf(name, value);
  },
  async advise({ topic, inputs }, from = {}) {
    const { workspace, files = [] } = from;
    const known =
      workspace === undefined
        ? undefined
        : await readKnownWork({ ...from, workspace, prices: files });
    const catalogue = await openCatalogue(from);
    return findTopic(topic).advise(inputs, { catalogue, ...(known && { known }) });
  },
  async known(topic, source) {
    if (topic === FORECAST.id) return await forecastKnown(source);
    const known = await readKnownWork(source);
    if (!known) return { inputs: {}, warnings: [] };
    const { workspace, prices: files = [] } = source;
    return findTopic(topic).knownInputs(known, await openCatalogue({ workspace, files }));
  },
  async readAnswers(path) {
    return parseAnswers(await readText(path), path);
  },
  checklist: async (options) => (await import('./checklist.ts')).checklist(options),
  forecast: async (options) => (await import('./forecast.ts')).forecast(options),
};

async function forecastKnown(source: WorkSource): Promise<KnownInputs> {
  const { growth, sources } = await (await import('./forecast.ts')).forecastStart(source);
  const inputs = Object.entries(growth).map(([name, value]): [string, KnownInput] => {
    const { from, note = '' } = sources[name as keyof typeof sources] ?? {};
    return [name, { value, from: from === 'measured' ? 'measured' : 'estimated', note }];
  });
  return { inputs: Object.fromEntries(inputs), warnings: [] };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(error, path);
  }
}

const answersSchema = z.record(z.string(), z.record(z.string(), z.unknown()).nullable());

function parseAnswers(text: string, path: string): PlanRequest[] {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw answersInvalid(path, problem.message.split('\n')[0] ?? '');
  const parsed = answersSchema.safeParse(document.toJS());
  if (!parsed.success || Object.keys(parsed.data).length === 0) {
    throw answersInvalid(path, 'it has to hold topics, and inputs under each');
  }
  return Object.entries(parsed.data).map(([topic, inputs]) => ({
    topic: findTopic(topic).id,
    inputs: inputs ?? {},
  }));
}

function answersInvalid(path: string, why: string): MabError {
  return new MabError(
    'PLAN_ANSWERS_INVALID',
    `${path} holds no questions to the advisor: ${why}.`,
    {
      hint: 'Write for example `machines: { vcpu: 8, memoryGib: 32 }`.',
    },
  );
}
