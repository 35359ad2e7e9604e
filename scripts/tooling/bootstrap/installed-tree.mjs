import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether somebody's own `npm install` has put in place what the lockfile names, so that nothing
 * need be done. npm notes what it installed in `node_modules/.package-lock.json`.
 *
 * @param {string} lockfile  Text of package-lock.json.
 * @param {string} modules   Path of node_modules.
 */
export function isInstalledByHand(lockfile, modules) {
  const noted = readJson(join(modules, '.package-lock.json'));
  if (noted === undefined) return false;
  const wanted = JSON.parse(lockfile).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = noted.packages[path];
    if (path === '') return true;
    if (found === undefined) return entry.optional === true && !isForThisMachine(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * npm leaves out optional packages that are made for other machines; which C library this one has,
 * npm knows.
 */
function isForThisMachine(entry) {
  if (entry.libc !== undefined) return false;
  const fits = (wanted, own) => wanted === undefined || [wanted].flat().includes(own);
  return fits(entry.os, process.platform) && fits(entry.cpu, process.arch);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
