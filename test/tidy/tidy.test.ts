import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listFiles, ROOT } from '../../scripts/tooling/list-files.ts';
import { createSourceFile, type Rule, type SourceFile } from './reading/source-file.ts';
import { declaredDependencies, justifiedDependencies } from './rules/dependencies.ts';
import { documentedExports, noBarrels } from './rules/exports.ts';
import { forbiddenText } from './rules/forbidden-text.ts';
import { importCycles } from './rules/import-cycles.ts';
import { liveLinks } from './rules/links.ts';
import { noAmbientWorld, noInputOutputInside } from './rules/purity.ts';
import { roomArrows } from './rules/room-arrows.ts';
import { fileSizes, functionSizes } from './rules/sizes.ts';

const FOLDERS = ['src', 'scripts', 'test', 'bin', 'docs', 'examples', '.ci'];
const SINGLE_FILES = [
  'package.json',
  'package-lock.json',
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
];
const READ = /\.(?:ts|mjs|js|py|json|ya?ml|md)$|\/run$/;

const RULES: Readonly<Record<string, Rule>> = {
  'imports follow the arrows between rooms': roomArrows,
  'the inner rooms do no I/O': noInputOutputInside,
  'environment and console stay outside': noAmbientWorld,
  'no import cycles': importCycles,
  'files and lines are short': fileSizes,
  'functions are short': functionSizes,
  'no barrels, no default exports': noBarrels,
  'what others build on is documented': documentedExports,
  'nothing is named that must not be': forbiddenText,
  'links and paths in pages lead somewhere': liveLinks,
  'packages are declared and used': declaredDependencies,
  'packages are justified': justifiedDependencies,
};

const files = readCheckout();

for (const [name, rule] of Object.entries(RULES)) {
  test(name, () => {
    const found = rule(files).map(({ path, line, reason }) => `${path}:${line}: ${reason}`);
    assert.ok(found.length === 0, listing(found));
  });
}

function readCheckout(): SourceFile[] {
  const single = SINGLE_FILES.filter((path) => existsSync(join(ROOT, path)));
  const paths = [...listFiles(FOLDERS).filter(isRead), ...single];
  return paths.map((path) => createSourceFile(path, readFileSync(join(ROOT, path), 'utf8')));
}

function isRead(path: string): boolean {
  return READ.test(path) && !path.includes('/__fixtures__/');
}

/** An error whose stack is the list itself: the place of this test tells nobody anything. */
function listing(lines: readonly string[]): Error {
  const error = new Error(`${lines.length} found`);
  error.stack = lines.join('\n');
  return error;
}
