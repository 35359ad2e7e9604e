import type { Catalogue } from '../cost/catalogue/catalogue.ts';
import type { JudgeModelConfig } from '../run/config/judge-schema.ts';
import { createChatModel, type Reader } from './reader-model.ts';
import type { Environment } from './remote-model.ts';

/** By the name in the configuration, in its order; empty where nobody judges. */
export type Judges = ReadonlyMap<string, Reader>;

/**
 * The judges that a configuration asks for.
 *
 * @throws {MabError} as `createReader`.
 */
export function createJudges(
  models: readonly JudgeModelConfig[],
  environment: Environment,
  catalogue: Catalogue,
): Judges {
  const judges = models.map((judge): [string, Reader] => {
    const model = createChatModel(judge, { environment, catalogue, where: `judge ${judge.name}` });
    if (judge.provider !== 'scripted') return [judge.name, { model }];
    const note = `The judge ${judge.name} is a script, no language model: its marks mean nothing.`;
    return [judge.name, { model, note }];
  });
  return new Map(judges);
}
