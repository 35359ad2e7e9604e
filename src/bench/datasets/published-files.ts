import type { HubLock } from '../../contracts/hub.ts';
import { competencyOfFile } from './parquet-file.ts';

/** The table of films that the recommendation task is scored with. */
export const ITEM_TABLE = 'entity2id.json';

/** The benchmark's own dataset on the hub. */
export const PUBLISHED_REPO = 'ai-hyz/MemoryAgentBench';

/**
 * The files of the published dataset (146 rows, 3,671 questions; 75 MB), and the table of films.
 *
 * Source: commit, sizes and SHA-256 as more than ten public projects that do not share code have
 * pinned them (read in November 2026); the hash of `entity2id.json` was checked on a copy as well.
 */
export const PUBLISHED_LOCK: HubLock = {
  v: 1,
  repo: PUBLISHED_REPO,
  revision: '7ea066982b140a19337e17e60d45d4076e042faf',
  files: [
    {
      path: 'data/Accurate_Retrieval-00000-of-00001.parquet',
      size: 20_024_386,
      oid: '56c3cd80fb6731a3e53cd1a6be3148f54df60ff2d290ee50e28f8acebf9655c1',
    },
    {
      path: 'data/Conflict_Resolution-00000-of-00001.parquet',
      size: 1_491_588,
      oid: '24d5c3f09ce0ce15625cb9f8a98f44f0d864ca6c94d7b4ad04eb697ca3a5ff45',
    },
    {
      path: 'data/Long_Range_Understanding-00000-of-00001.parquet',
      size: 49_342_452,
      oid: '5ab175461954db67770d4a4cb69e569b513ebb96aceb9ee79b57f67488bcd539',
    },
    {
      path: 'data/Test_Time_Learning-00000-of-00001.parquet',
      size: 3_947_476,
      oid: '5338753be48f925d03318eed66117286e3489025fabe050a547bd086cd7d79c0',
    },
    {
      path: ITEM_TABLE,
      size: 1_758_081,
      oid: '63353aca481bc9558b502f91cb98f6fa26438796fdd7e0bc06b5a1532126e8b5',
    },
  ],
};

/** Whether a file of any repository is one that a run can use: rows, or the table of items. */
export function isDataFile(path: string): boolean {
  const name = path === ITEM_TABLE ? path : /^data\/([A-Za-z0-9._-]+)$/.exec(path)?.[1];
  return name !== undefined && isDataFileName(name);
}

/** The same by its name alone, as in a folder. */
export function isDataFileName(name: string): boolean {
  return name === ITEM_TABLE || competencyOfFile(name) !== undefined;
}
