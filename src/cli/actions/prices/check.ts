import type { PriceCheck } from '../../../app/prices/prices-contract.ts';
import { counted } from '../../../core/number-text.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import type { PriceFlags } from './price-text.ts';

/** `mab prices check`: exit code 0 whatever it finds, unless `--strict` makes it 2. */
export async function pricesCheckAction(
  { workspace, prices: files, json = false, strict = false }: PriceFlags & { strict?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  const prices = await (await io.loadCommands()).prices();
  const check = await prices.check({ workspace, files });
  io.stdout.write(json ? `${JSON.stringify(check, null, 2)}\n` : checkText(check));
  return strict && check.warnings.length + check.notes.length > 0 ? 2 : 0;
}

function checkText({ day, prices, warnings, notes }: PriceCheck): string {
  const lines = [
    ...warnings.map(({ kind, text }) => `${kind}: ${text}\n`),
    ...notes.map((note) => `far-off: ${note}\n`),
  ];
  const sum = counted(lines.length, 'warning');
  return `${lines.join('')}${lines.length > 0 ? '\n' : ''}${counted(prices, 'price')} on ${day}: ${sum}.\n`;
}
