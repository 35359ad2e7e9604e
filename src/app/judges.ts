import type { Catalogue } from '../cost/catalogue/catalogue.ts';
import type { JudgeModelConfig } from '../run/config/judge-schema.ts';
import type { RunConfig } from '../run/config/run-config.ts';
import { type JudgingPlan, type PlannedJudge, planJudging } from '../run/judging/judging-plan.ts';
import { protocolOf } from '../run/judging/run-panel.ts';
import type { RunManifest } from '../run/manifest.ts';
import { createChatModel, type Reader } from './reader-model.ts';
import type { Environment } from './remote-model.ts';

/** By the name in the configuration, in its order; empty where nobody judges. */
export type Judges = ReadonlyMap<string, Reader>;

/** Who marks the answers of a run, and by what; undefined where its configuration names nobody. */
export function planRunJudging(
  { judge, datasets }: Pick<RunConfig, 'judge' | 'datasets'>,
  manifest: Pick<RunManifest, 'runId' | 'cells' | 'units'>,
  judges: Judges,
): JudgingPlan | undefined {
  if (!judge) return undefined;
  const judgedBy = new Map(datasets.map(({ id, judge: by }) => [id, by]));
  return planJudging(manifest, {
    judges: plannedJudges(judges),
    rule: judge.panel,
    protocolOf: protocolOf((dataset) => judgedBy.get(dataset)),
  });
}

/** As a plan knows them. */
export function plannedJudges(judges: Judges): PlannedJudge[] {
  return [...judges].map(([name, { model, note }]) => ({
    ...{ name, note, identity: model },
    provider: model.routes[0].provider.servedBy,
  }));
}

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
