import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

interface UseFlags {
  readonly workspace: string;
  readonly name: string;
  readonly json?: boolean;
}

/** `mab ledger use KIND`: chooses where the ledger of a workspace is. */
export async function ledgerUseAction(
  kind: 'sqlite' | 'postgres',
  { workspace, name, json = false }: UseFlags,
  io: CliIo,
): Promise<ExitCode> {
  const ledger = await (await io.loadCommands()).ledger();
  const place = await ledger.use(
    workspace,
    kind === 'sqlite' ? { ledger: kind } : { ledger: kind, name },
  );
  const text =
    place.ledger === 'sqlite'
      ? `The ledger of ${workspace} is the file ledger.sqlite in it.\n`
      : `The ledger of ${workspace} is ${place.name} in the database of MAB_LEDGER_URL.\n`;
  io.stdout.write(json ? `${JSON.stringify(place)}\n` : text);
  return 0;
}
