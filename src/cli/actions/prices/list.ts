import type { PricesCommands } from '../../../app/prices/prices-contract.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import { type PriceFlags, priceTable, printNotes } from './price-text.ts';

type PriceQuery = Parameters<PricesCommands['list']>[0];

const OPTIONS = ['provider', 'service', 'item', 'meter', 'region'] as const;

/** `mab prices list`. */
export async function pricesListAction(
  flags: PriceFlags & PriceQuery,
  io: CliIo,
): Promise<ExitCode> {
  const { workspace, prices: files, json = false } = flags;
  const query: PriceQuery = Object.fromEntries(
    OPTIONS.flatMap((option) => (flags[option] === undefined ? [] : [[option, flags[option]]])),
  );
  const prices = await (await io.loadCommands()).prices();
  const listing = await prices.list(query, { workspace, files });
  io.stdout.write(json ? `${JSON.stringify(listing, null, 2)}\n` : priceTable(listing.prices));
  printNotes(listing.notes, io);
  return 0;
}
