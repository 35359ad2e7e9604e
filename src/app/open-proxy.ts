import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CallScope } from '../contracts/gateway.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import { hashValue } from '../core/hashing.ts';
import { parseUnitId, proxyRunId, type RunId } from '../core/ids.ts';
import { type Connection, proveReplay } from '../gateway/proxy/prove-replay.ts';
import { startProxy } from '../gateway/proxy/proxy.ts';
import type { ProxyModels } from '../gateway/proxy/proxy-models.ts';
import { REPLAY_PROFILES } from '../gateway/proxy/replay-profiles.ts';
import type { Volatile } from '../gateway/proxy/volatile.ts';
import type { AnyRoute, Routes } from '../gateway/routes/route.ts';
import { phaseCosts } from '../run/phase-costs.ts';
import type { ProxyBill, ProxyOptions, ProxySession } from './commands-contract.ts';
import { openConfigFile } from './config-file.ts';
import { openGateway } from './create-gateway.ts';
import { createEmbedders, type Embedders } from './embedders.ts';
import { openLimitStore } from './limit-store.ts';
import { withMember } from './member.ts';
import { nodeClock } from './node-clock.ts';
import { openCatalogue, priceFilesOf } from './prices/open-catalogue.ts';
import { createReader, type Reader } from './reader-model.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/**
 * Starts the metering proxy in front of the models of a configuration. Its calls are a run of their
 * own in the ledger, `<name>-proxy`, with the limits and the budget of the configuration. It has no
 * cells and no scores, so it is no run that `mab list` shows: its bill is all there is to see.
 */
export async function openProxy(options: ProxyOptions): Promise<ProxySession> {
  const volatile = profileOf(options.replay);
  using configFile = await openConfigFile(options, 'all');
  const asked = configFile.config;
  const config = { ...asked, budget: withMember(asked.budget, options.member, process.env) };
  const files = priceFilesOf(config, options.configPath, options.prices);
  const catalogue = await openCatalogue({ workspace: options.workspace, files });
  const reader = createReader(config.reader, process.env, catalogue);
  const embedders = await createEmbedders(config.embedders, process.env, catalogue);
  const workspace = await openWorkspace(options.workspace, { create: true });
  const { ledger } = workspace;
  const scope = scopeOf(proxyRunId(config.name), options);
  // Whatever was opened, the last first.
  const closers: (() => PromiseLike<unknown>)[] = [() => workspace[Symbol.asyncDispose]()];
  const closeAll = async (): Promise<void> => {
    for (const closer of closers) await closer();
  };
  try {
    const { paidPicoUsd } = await ledger.startRun(scope.runId, true);
    const limitStore = await openLimitStore({
      ...{ sharedLimits: config.sharedLimits, share: 1, ledger, environment: process.env },
      onEvent: options.onEvent,
    });
    closers.unshift(() => limitStore.close());
    // Whoever calls waits for the reply, so nothing goes into a batch.
    const { batch: _batch, ...live } = config;
    const gateway = openGateway(live, { ...options, ledger, limitStore, acceptDiverged: false });
    const models = offers(reader, embedders);
    const { port, signal } = options;
    const proxy = await startProxy({ gateway, ledger, models, port, clock: nodeClock });
    const client = { signal, secrets: keyNames(config) };
    const { apiKey } = proxy.token(scope, {
      onCall: options.onCall,
      ...(volatile ? { replay: volatile } : {}),
    });
    const { picoUsd: budgetPicoUsd } = config.budget.run;
    const budget = budgetPicoUsd === undefined ? {} : { budgetPicoUsd };
    return {
      ...{ runId: scope.runId, baseUrl: proxy.baseUrl, models: proxy.models, apiKey, paidPicoUsd },
      ...budget,
      run: (command) => runCommand(command, { ...client, baseUrl: proxy.baseUrl, apiKey }),
      prove: (command, patterns) =>
        proveReplay(
          proxy,
          scope,
          { ...volatile, ...patternsOf(patterns, volatile) },
          (connection) => mustSucceed(command, runCommand(command, { ...client, ...connection })),
        ),
      async close() {
        await proxy.close();
        await gateway.settled();
        const bill = await readBill(workspace, scope, { unit: options.unit, ...budget });
        await closeAll();
        return bill;
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function profileOf(name: string | undefined): Volatile | undefined {
  if (name === undefined) return undefined;
  const profile = Object.hasOwn(REPLAY_PROFILES, name) ? REPLAY_PROFILES[name] : undefined;
  if (profile) return profile;
  throw new MabError('REPLAY_PROFILE_UNKNOWN', `Replay was not proved for "${name}".`, {
    hint: `It was for ${Object.keys(REPLAY_PROFILES).join(', ')}. Without --replay all is bought.`,
  });
}

function patternsOf(texts: readonly string[], known: Volatile | undefined): Volatile {
  return { patterns: [...(known?.patterns ?? []), ...texts.map((text) => new RegExp(text, 'm'))] };
}

/** A program that fails has not done the same work twice. */
async function mustSucceed([name]: readonly string[], ended: Promise<number>): Promise<void> {
  const code = await ended;
  if (code === 0) return;
  throw new MabError('COMMAND_FAILED', `${name} ended with exit code ${code}.`, {
    blame: 'environment',
    hint: 'Its own messages say what went wrong.',
  });
}

/** The same place at every start, so that what is replayed is found again. */
function scopeOf(runId: RunId, { unit, phase }: ProxyOptions): CallScope {
  return {
    ...{ runId, unitId: parseUnitId(hashValue({ proxy: runId, unit })) },
    ...{ dataset: 'proxy', contextId: unit, phase, at: phase, trial: 1, waited: { ms: 0 } },
  };
}

function offers({ model }: Reader, embedders: Embedders): ProxyModels {
  return {
    chat: [{ names: namesOf('reader', model), model }],
    embedders: [...embedders].map(([name, embedder]) => ({
      ...{ names: namesOf(name, embedder), model: embedder },
    })),
  };
}

interface Named {
  readonly logicalModel: string;
  readonly routes: Routes<AnyRoute>;
}

/** The vendor's name is that of the first route: the others may have names of their own. */
function namesOf(name: string, { logicalModel, routes: [route] }: Named): string[] {
  return [...new Set([name, route.model, logicalModel])];
}

/** How a program is run behind the proxy. */
interface Client {
  readonly signal: AbortSignal;
  /** Variables that it is not to see: they hold the keys to the models themselves. */
  readonly secrets: readonly string[];
}

/** Wherever a configuration names a variable with a key. */
function keyNames(config: unknown): string[] {
  if (typeof config !== 'object' || config === null) return [];
  return Object.entries(config).flatMap(([name, value]) =>
    name === 'apiKeyEnv' && typeof value === 'string' ? [value] : keyNames(value),
  );
}

/** Runs a program that shares our terminal, and ends it when we are stopped. */
async function runCommand(
  [command = '', ...args]: readonly string[],
  { baseUrl, apiKey, signal, secrets }: Client & Connection,
): Promise<number> {
  const inherited = Object.entries(process.env).filter(([name]) => !secrets.includes(name));
  const env = {
    ...Object.fromEntries(inherited),
    ...{ OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey },
  };
  const child = spawn(command, args, { stdio: 'inherit', env, signal });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } catch (error) {
    signal.throwIfAborted();
    throw new MabError(
      'COMMAND_NOT_STARTED',
      `${command} was not started: ${errorMessage(error)}.`,
      {
        blame: 'environment',
        hint: 'Give the program and its arguments after --, as you would type them.',
        cause: error,
      },
    );
  }
}

async function readBill(
  { ledger }: Workspace,
  { runId, unitId }: CallScope,
  { unit, budgetPicoUsd }: { readonly unit: string; readonly budgetPicoUsd?: bigint },
): Promise<ProxyBill> {
  const { paidPicoUsd, unknownPicoUsd } = await ledger.perform('runMoney', { runId });
  return {
    ...{ runId, unit, phases: phaseCosts(await ledger.unitCalls(unitId)) },
    ...{ paidPicoUsd: String(paidPicoUsd), unknownPicoUsd: String(unknownPicoUsd) },
    ...(budgetPicoUsd === undefined ? {} : { budgetPicoUsd: String(budgetPicoUsd) }),
  };
}
