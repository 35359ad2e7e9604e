import { countTokens } from '../bench/chunking/token-count.ts';
import type { EventSink } from '../contracts/events.ts';
import type { ModelGateway, PricingGateway } from '../contracts/gateway.ts';
import type { LimitStore } from '../contracts/limits.ts';
import type { ChatModel } from '../contracts/model.ts';
import { invariant } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import { watchBudget } from '../gateway/budget/budget-watch.ts';
import { Gateway } from '../gateway/gateway.ts';
import type { GatewayOptions } from '../gateway/gateway-options.ts';
import { judgeStep } from '../gateway/judge-steps.ts';
import type { Ledger } from '../gateway/ledger/ledger.ts';
import { createLedgerLimitStore } from '../gateway/limits/stores/ledger-limit-store.ts';
import { createPricingGateway, type PricedModels } from '../gateway/pricing/pricing-gateway.ts';
import type { RunConfig } from '../run/config/run-config.ts';
import { nodeClock } from './node-clock.ts';
import type { RunModels } from './run-models.ts';

/** What a configuration says of calls, whatever they are made for. */
export type GatewayConfig = Pick<
  RunConfig,
  'concurrency' | 'budget' | 'aliasDaysMax' | 'storeRequests'
> &
  Partial<Pick<RunConfig, 'batch'>>;

/** The models of a gateway, and the world that it works in. */
export interface GatewayWorld extends RunModels {
  readonly ledger: Ledger;
  readonly onEvent: EventSink;
  readonly signal: AbortSignal;
  readonly acceptDiverged: boolean;
  /** Where limits are held; absent: in the ledger. Whoever opened it closes it. */
  readonly limitStore?: LimitStore;
}

/** A gateway that has something to say at its end. */
export interface OpenGateway extends ModelGateway {
  /** Resolves when the limits have heard of all calls that have ended. */
  settled(): Promise<void>;
}

/** The only way to the models of a configuration. */
export function createGateway(config: GatewayConfig, world: GatewayWorld): OpenGateway {
  const { reader, judges, embedders } = world;
  const gateway = openGateway(config, world);
  return {
    ...judging(gateway, judges),
    reader: gateway.chatModel(reader.model),
    embedder: (name) => gateway.embedder(named(embedders, name, 'embedder')),
  };
}

/** The same with judges alone: whoever marks answers needs no other model. */
export function createJudgeGateway(
  config: GatewayConfig,
  world: Surroundings & Pick<GatewayWorld, 'judges'>,
): OpenGateway {
  const none = new Map<string, never>();
  return {
    ...judging(openGateway(config, world), world.judges),
    get reader(): ChatModel {
      return named(none, 'that answers', 'model');
    },
    embedder: (name) => named(none, name, 'embedder'),
  };
}

function judging(
  gateway: Gateway,
  judges: RunModels['judges'],
): Omit<OpenGateway, 'reader' | 'embedder'> {
  const panel = new Map(
    [...judges].map(([name, { model }]) => [name, asJudge(gateway.chatModel(model), name)]),
  );
  return {
    judge: (name) => named(panel, name, 'judge'),
    within: (scope, work) => gateway.within(scope, work),
    settled: () => gateway.settled(),
  };
}

function asJudge(model: ChatModel, name: string): ChatModel {
  return { ...model, chat: (request, step) => model.chat(request, judgeStep(step, name)) };
}

/** The same models, whose calls are priced instead of bought. */
export function createPricing(config: GatewayConfig, world: GatewayWorld): PricingGateway {
  return createPricingGateway(gatewayOptions(config, world), pricedModels(world));
}

/** The models of a run, by the names that it has for them. */
export function pricedModels({ reader, judges, embedders }: RunModels): PricedModels {
  return {
    reader: reader.model,
    judge: (name) => named(judges, name, 'judge').model,
    embedder: (name) => named(embedders, name, 'embedder'),
  };
}

type Surroundings = Omit<GatewayWorld, keyof RunModels>;

/** The gateway itself, for callers who name models, and not parts of a run. */
export function openGateway(config: GatewayConfig, world: Surroundings): Gateway {
  const { ledger, onEvent } = world;
  return new Gateway({
    ...gatewayOptions(config, world),
    ledger: watchBudget(ledger, { warnAt: config.budget.warnAt, onEvent }),
  });
}

function gatewayOptions(config: GatewayConfig, world: Surroundings): GatewayOptions {
  const { ledger, onEvent, signal, acceptDiverged } = world;
  const { concurrency, budget, aliasDaysMax, storeRequests, batch } = config;
  return {
    ...{ ledger, countTokens, onEvent, signal, acceptDiverged },
    ...{ concurrency, budget, aliasDaysMax, storeRequests },
    ...(batch ? { batch } : {}),
    clock: nodeClock,
    limitStore: world.limitStore ?? createLedgerLimitStore(ledger),
    // Only spreads retries in time; nothing that is measured depends on it.
    random: createRandom(`${process.pid}-${nodeClock.now()}`),
  };
}

function named<T>(models: ReadonlyMap<string, T>, name: string, kind: string): T {
  const model = models.get(name);
  invariant(model, `There is no ${kind} ${name}.`);
  return model;
}
