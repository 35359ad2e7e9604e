import type { PriceDetail } from '../../../app/prices/prices-contract.ts';
import type { MachineFacts, ModelFacts } from '../../../contracts/prices.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';
import { nameOf, type PriceFlags, priceTable, printNotes } from './price-text.ts';

/** `mab prices show NAME`. */
export async function pricesShowAction(
  name: string,
  { workspace, prices: files, json = false }: PriceFlags,
  io: CliIo,
): Promise<ExitCode> {
  const prices = await (await io.loadCommands()).prices();
  const detail = await prices.show(name, { workspace, files });
  io.stdout.write(json ? `${JSON.stringify(detail, null, 2)}\n` : detailText(detail));
  printNotes(detail.notes, io);
  return 0;
}

function detailText({ models, machines, prices, sources }: PriceDetail): string {
  const remarks = prices.flatMap((row) => {
    const parts = [row.term, row.note].filter((part) => part !== undefined);
    return parts.length === 0 ? [] : [`${nameOf(row)}: ${parts.join('; ')}\n`];
  });
  const named = Object.entries(sources).map(([key, { name, licence, date, url }]) => {
    const where = url === undefined ? '' : ` ${url}`;
    return `${key}: ${name} (${licence}, ${date})${where}\n`;
  });
  return [
    [...models.map(modelLine), ...machines.map(machineLine)],
    prices.length === 0 ? [] : [priceTable(prices)],
    remarks,
    named,
  ]
    .filter((block) => block.length > 0)
    .map((block) => block.join(''))
    .join('\n');
}

function modelLine({ provider, model, kind, ...facts }: ModelFacts): string {
  return line(`${model}: ${kind} model of ${provider}`, [
    facts.contextTokens !== undefined && `${facts.contextTokens} tokens of context`,
    facts.inputTokensMax !== undefined && `at most ${facts.inputTokensMax} of input`,
    facts.outputTokensMax !== undefined && `at most ${facts.outputTokensMax} of output`,
    facts.retiresOn !== undefined && `retires on ${facts.retiresOn}`,
  ]);
}

function machineLine({ provider, type, vcpu, memoryGib, ...facts }: MachineFacts): string {
  const { gpu, interruption } = facts;
  return line(`${type}: machine of ${provider}`, [
    `${vcpu} vCPU`,
    `${memoryGib} GiB`,
    gpu !== undefined && `${gpu.count} × ${gpu.name} of ${gpu.memoryGib} GiB`,
    interruption !== undefined &&
      `spot taken back ${interruption.band} a month (${interruption.region}, ${interruption.date})`,
    facts.retiresOn !== undefined && `retires on ${facts.retiresOn}`,
  ]);
}

function line(head: string, facts: readonly (string | false)[]): string {
  return `${[head, ...facts.filter((fact) => fact !== false)].join(', ')}\n`;
}
