import type { Budget } from '../../contracts/budget.ts';
import type { Lane } from '../../contracts/lane.ts';
import type { Profile } from '../../contracts/memory-method.ts';
import type { EmbedderConfig } from './embedder-schema.ts';
import type { JudgeConfig } from './judge-schema.ts';
import type { SharedLimitsConfig } from './limits-schema.ts';
import type { ReaderConfig } from './reader-schema.ts';

/** A checked configuration with all defaults filled in; deeply frozen. Holds no secret. */
export interface RunConfig {
  readonly name: string;
  readonly data: DataConfig;
  /** At least one; no dataset twice. */
  readonly datasets: readonly DatasetConfig[];
  /** At least one; no two alike; those of the file, then the control arms that were added. */
  readonly methods: readonly MethodConfig[];
  /** Whether control arms were added where `methods` named none. */
  readonly controls: boolean;
  /** As written: files relative to the folder of the configuration file, or packages. */
  readonly plugins: readonly string[];
  /** File of templates, as written: relative to the folder of the configuration file. */
  readonly prompts?: string;
  readonly punkt: 'nltk-3.10' | 'nltk-3.9';
  readonly reader: ReaderConfig;
  /** Absent: nobody marks answers. No part of what an answer depends on. */
  readonly judge?: JudgeConfig;
  /** By name; those that methods use. */
  readonly embedders: Readonly<Record<string, EmbedderConfig>>;
  /** Calls in flight. */
  readonly concurrency: number;
  /** Absent: limits are shared by all processes of the workspace. */
  readonly sharedLimits?: SharedLimitsConfig;
  readonly trials: number;
  readonly budget: Budget;
  /** File of prices, as written: relative to the folder of the configuration file. */
  readonly prices?: string;
  /** Absent: 1. */
  readonly confirmAboveUsd?: number;
  readonly storeRequests: boolean;
  readonly batch: BatchLaneConfig;
  readonly aliasDaysMax: number;
}

/** How calls that can wait are bought. */
export interface BatchLaneConfig {
  readonly lane: Lane;
  readonly pollMs: number;
  readonly lingerMs: number;
  readonly callsMin: number;
}

export type DataConfig =
  /** Paths as written: relative to the folder of the configuration file, unless absolute. */
  | {
      readonly kind: 'folder';
      readonly folder: string;
      /** Absent: searched for. */
      readonly itemTable?: string;
    }
  | { readonly kind: 'open-corpus'; readonly seed: number }
  /** A commit of the published dataset, in the cache of this machine. */
  | { readonly kind: 'hub'; readonly revision: string }
  /** A file of another form than parquet, or for `jsonl` a folder of them. */
  | { readonly kind: 'jsonl' | 'locomo' | 'longmemeval'; readonly path: string };

/** A number of tokens, or whose number is meant: the published configuration's or the paper's. */
export type TokenLimit = number | 'config' | 'paper';

export interface DatasetConfig {
  readonly id: string;
  /** Of each context; absent: all. */
  readonly questionsMax?: number;
  /** Absent: all. */
  readonly contextsMax?: number;
  /** The dataset's own, else the run's; absent: `config`. */
  readonly chunkTokens?: TokenLimit;
  /** Of an answer; likewise. */
  readonly outputTokens?: TokenLimit;
  /** Absent: `auto`. */
  readonly judge?: 'auto' | 'generic' | 'none';
}

export interface MethodConfig {
  readonly id: string;
  readonly profile: Profile;
  /** As the user wrote them, for people. */
  readonly optionsGiven: Readonly<Record<string, unknown>>;
  /** With all defaults. */
  readonly options: unknown;
  /** The name of one of `embedders`; only of methods that need one. */
  readonly embedder?: string;
}
