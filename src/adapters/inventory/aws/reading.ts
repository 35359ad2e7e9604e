import type { z } from 'zod';
import { invariant } from '../../../core/errors.ts';
import type { AwsReader, AwsService } from './aws-clients.ts';

/** What parts of an inventory are read with. */
export interface Reading {
  readonly reader: AwsReader;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Pages of one list: more would be an account that this is not made for. */
const PAGES_MAX = 1_000;

/** Every page of a list, in its order. */
export async function allPages<S extends z.ZodType>(
  { reader }: Reading,
  service: AwsService,
  command: string,
  schema: S,
  input: Readonly<Record<string, unknown>> = {},
): Promise<z.output<S>[]> {
  const tokenName = service === 'ecr' ? 'nextToken' : 'NextToken';
  const pages: z.output<S>[] = [];
  let token: unknown;
  do {
    invariant(pages.length < PAGES_MAX, `${command} does not end.`);
    const more = token === undefined ? {} : { [tokenName]: token };
    const page = schema.parse(await reader.ask(service, command, { ...input, ...more }));
    pages.push(page);
    token = (page as Readonly<Record<string, unknown>>)[tokenName] || undefined;
  } while (token !== undefined);
  return pages;
}
