// Runs an entry of the published package (dist/) or of a checkout (src/, installing what it needs).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @param {string} entry  A file that exports `main`, below src/ and dist/, without extension. */
export async function launch(entry) {
  const inCheckout = fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url));
  if (existsSync(inCheckout)) {
    const { handOver } = await import('../scripts/tooling/bootstrap/hand-over.mjs');
    await handOver(inCheckout, process.argv.slice(2));
  } else if (isNewEnough(process.versions.node)) {
    hideExperimentalWarnings();
    const { main } = await import(`../dist/${entry}.js`);
    process.exitCode = await main(process.argv.slice(2));
  } else {
    process.stderr.write(
      `mab needs Node 22.19 or newer; this is ${process.versions.node}.\n` +
        'Install Node 24 from https://nodejs.org and run the same command again.\n',
    );
    process.exitCode = 2;
  }
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 19);
}

/** Node 22 warns about `node:sqlite`, which is used on purpose. */
function hideExperimentalWarnings() {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'object' ? rest[0]?.type : rest[0];
    if (type !== 'ExperimentalWarning') emitWarning.call(process, warning, ...rest);
  };
}
