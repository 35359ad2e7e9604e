import { z } from 'zod';
import { type CountingServerOptions, startCountingServer } from './counting-server.ts';
import { type Fault, seededFaults } from './server-faults.ts';

/**
 * The counting server as a process of its own: `node counting-server-main.ts '{"latencyMs":5}'`.
 * Prints its port on one line, serves until it is ended, and tells its invoice at `GET /invoice`.
 */
const optionsSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  latencyMs: z.number().min(0).default(0),
  lateMs: z.number().min(0).default(60_000),
  /** Pico-dollars a token. */
  prices: z
    .strictObject({ input: z.int().min(0), cachedInput: z.int().min(0), output: z.int().min(0) })
    .default({ input: 150_000, cachedInput: 75_000, output: 600_000 }),
  faults: z
    .strictObject({
      seed: z.int(),
      share: z.number().min(0).max(1),
      kinds: z.array(z.string()).min(1),
    })
    .optional(),
});

const { port, latencyMs, lateMs, prices, faults } = optionsSchema.parse(
  JSON.parse(process.argv[2] ?? '{}'),
);
const options: CountingServerOptions = {
  ...{ latencyMs, lateMs },
  prices: {
    inputPicoUsd: BigInt(prices.input),
    cachedInputPicoUsd: BigInt(prices.cachedInput),
    outputPicoUsd: BigInt(prices.output),
  },
  ...(faults && { faults: seededFaults(faults.seed, faults.share, faults.kinds as Fault[]) }),
};
const server = await startCountingServer(options, port);
process.stdout.write(`${server.port}\n`);
