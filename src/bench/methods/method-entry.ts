import type { z } from 'zod';
import type { Capabilities, MemoryMethod, Profile } from '../../contracts/memory-method.ts';

/** What is known of a method before its implementation is loaded. */
export interface MethodFacts {
  /** As the user writes it: `bm25`. */
  readonly id: string;
  /** Raised when the same input may give another output: part of a unit's identity. */
  readonly version: number;
  /** The first one is the default. */
  readonly profiles: readonly [Profile, ...Profile[]];
  /** One sentence, for lists and help. */
  readonly summary: string;
  readonly capabilities: Capabilities;
}

/** One line of the catalogue. */
export interface MethodEntry<Options = unknown> extends MethodFacts {
  /** Parses the options of a configuration; `{}` gives the defaults. */
  readonly options: z.ZodType<Options>;
  /** Loads the implementation, which nothing else does. */
  load(): Promise<MemoryMethod<Options>>;
}

/**
 * An entry whose options have been forgotten by the compiler: `create` parses them itself, so that
 * a caller can hand on what the configuration holds.
 */
export interface CataloguedMethod extends MethodFacts {
  /** Only of methods that are no part of this package. */
  readonly plugin?: PluginCode;
  readonly options: z.ZodType;
  /** @throws ZodError from `create` for options that `options` would refuse. */
  load(): Promise<MemoryMethod>;
}

/** Which code of a user's own a method is. */
export interface PluginCode {
  /** For people: the file as the configuration names it, or `package@version`. */
  readonly source: string;
  /** Of the bytes of the plug-in's entry file: part of a unit's identity. */
  readonly sha256: string;
}

/** Joins facts, options and implementation into a line of the catalogue. */
export function catalogued<Options>(entry: MethodEntry<Options>): CataloguedMethod {
  return {
    ...entry,
    load: async () => {
      const method = await entry.load();
      return {
        ...method,
        create: (context, options) => method.create(context, entry.options.parse(options)),
      };
    },
  };
}

/** Whether it is a floor or a ceiling, no method to choose. */
export function isControlArm({ capabilities }: Pick<MethodFacts, 'capabilities'>): boolean {
  return capabilities.needsGold || capabilities.emptyMemory;
}
