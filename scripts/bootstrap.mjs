// Runs a file of this checkout with a Node that is new enough: `node scripts/bootstrap.mjs <file>
// [arguments…]`. Installs what package-lock.json names first, where that has not happened yet. Runs
// on Node 18 and newer without any package, hence plain JavaScript.
import { handOver } from './tooling/bootstrap/hand-over.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node scripts/bootstrap.mjs <file> [arguments…]\n');
  process.exitCode = 2;
} else {
  await handOver(file, args);
}
