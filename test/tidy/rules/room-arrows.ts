import {
  importedPath,
  isTest,
  type Problem,
  type Rule,
  type SourceFile,
} from '../reading/source-file.ts';

interface Room {
  /** Rooms that this one may import. */
  readonly sees: readonly string[];
  /** Ends the sentence "<room> may not import <other>: …". */
  readonly why: string;
}

const BELOW_GATEWAY = ['core', 'contracts', 'retrieval', 'bench', 'cost'];
const BELOW_APP = [...BELOW_GATEWAY, 'gateway', 'run', 'adapters', 'operate'];
const ENTRY: Room = {
  sees: ['core', 'contracts', 'app'],
  why: 'an entry parses, calls app and shows; joining parts is the work of app',
};

/**
 * The arrows of ARCHITECTURE.md. If an arrow is missing, the code is in the wrong room or a
 * contract is missing.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  core: { sees: [], why: 'core is the vocabulary that everything else is written in' },
  contracts: { sees: ['core'], why: 'a contract knows no implementation' },
  retrieval: { sees: ['core', 'contracts'], why: 'retrieval is pure algorithms' },
  bench: {
    sees: ['core', 'contracts', 'retrieval'],
    why: 'what is measured must not depend on how it is run or paid',
  },
  cost: { sees: ['core', 'contracts'], why: 'prices and sums are pure functions of records' },
  gateway: { sees: BELOW_GATEWAY, why: 'the gateway serves runs through contracts' },
  run: { sees: BELOW_GATEWAY, why: 'a run gets its gateway and its stores through contracts' },
  adapters: {
    sees: ['core', 'contracts'],
    why: 'an adapter implements a contract and knows no caller',
  },
  operate: {
    sees: ['core', 'contracts', 'cost'],
    why: 'operation uses what is below it through contracts',
  },
  app: { sees: BELOW_APP, why: 'app is the composition root, which entries call' },
  cli: ENTRY,
  worker: ENTRY,
  server: ENTRY,
  testing: { sees: ['core', 'contracts'], why: 'suites and fakes are for every implementation' },
  public: { sees: [...BELOW_APP, 'app', 'testing'], why: 'the library has no entry in it' },
};

const ENTRIES = ['cli', 'worker', 'server'];

/** Imports between rooms go along the arrows only; adapters never see each other. */
export const roomArrows: Rule = (files) =>
  files.filter(({ path }) => path.startsWith('src/')).flatMap(checkFile);

function checkFile(file: SourceFile): Problem[] {
  const room = roomOf(file.path);
  if (ROOMS[room] === undefined) {
    return [{ path: file.path, line: 1, reason: `src/${room} is not a room of ARCHITECTURE.md` }];
  }
  return file.imports.flatMap(({ specifier, line }) => {
    const target = importedPath(file.path, specifier);
    const reason = target === undefined ? undefined : refusal(file.path, target);
    return reason === undefined ? [] : [{ path: file.path, line, reason }];
  });
}

function refusal(from: string, target: string): string | undefined {
  if (target === 'package.json') return undefined;
  if (!target.startsWith('src/')) return `src/ may not import ${target}: only src/ is published`;
  const [room, other] = [roomOf(from), roomOf(target)];
  if (room !== other) return roomRefusal(from, room, other);
  return room === 'adapters' ? adapterRefusal(from, target) : undefined;
}

function roomRefusal(from: string, room: string, other: string): string | undefined {
  // A unit test joins what it needs, as app does.
  if (isTest(from) && ROOMS[other] !== undefined && !ENTRIES.includes(other)) return undefined;
  const { sees, why } = ROOMS[room] ?? { sees: [], why: '' };
  return sees.includes(other) ? undefined : `${room} may not import ${other}: ${why}`;
}

/**
 * `src/adapters/<kind>/<adapter>/…`; files directly in a kind (its catalogue) may see all of the
 * kind.
 */
function adapterRefusal(from: string, target: string): string | undefined {
  const [kind, adapter] = adapterOf(from);
  const [otherKind, otherAdapter] = adapterOf(target);
  const isSame = adapter === undefined || otherAdapter === undefined || adapter === otherAdapter;
  if (kind === otherKind && isSame) return undefined;
  return `adapters may not import each other (${target}): share through core or a contract`;
}

function adapterOf(path: string): [kind: string | undefined, adapter: string | undefined] {
  const [, , kind, ...rest] = path.split('/');
  return [kind, rest.length > 1 ? rest[0] : undefined];
}

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}
