import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openCostScene } from '../e2e/cost-scene.ts';

/** The bill in FOCUS, judged by the FinOps Foundation's own validator. */
const python = process.env.MAB_FOCUS_PYTHON;
const skip = python ? false : 'MAB_FOCUS_PYTHON does not name a Python with the packages';

const folder = await mkdtemp(join(tmpdir(), 'mab-focus-'));
after(() => rm(folder, { recursive: true, force: true }));

/**
 * All rules of the set `1.0`. The validator that is published (1.0.0) knows five columns of it by
 * the names that they had in FOCUS 0.5; it is shown the same values under both names.
 */
const VALIDATE = `
import csv, decimal, json, os, sys
import focus_validator
path = sys.argv[1]
rows = list(csv.DictReader(open(path, newline="", encoding="utf-8")))
OLD = {"ProviderName": "Provider", "PublisherName": "Publisher", "ChargeCategory": "ChargeType",
       "InvoiceIssuerName": "InvoiceIssuer", "ResourceId": "ResourceID"}
for row in rows:
    row.update({old: row[new] for new, old in OLD.items()})
with open(path + ".both.csv", "w", newline="", encoding="utf-8") as file:
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
# Its list of currencies is found from the folder that it is installed in only.
os.chdir(os.path.dirname(os.path.dirname(focus_validator.__file__)))
from focus_validator.rules.spec_rules import SpecRules
from focus_validator.validator import DEFAULT_VERSION_SETS_PATH
rules = SpecRules(
    override_filename=None, rule_set_path=DEFAULT_VERSION_SETS_PATH, rules_version="1.0",
    column_namespace=None)
rules.load()
import pandas
results = rules.validate(pandas.read_csv(path + ".both.csv"))
judged = {name: check.status.value for name, check in results.checklist.items()}
decimal.getcontext().prec = 60
D = decimal.Decimal
print(json.dumps({
    "judged": judged,
    "rows": len(rows),
    "billed": str(int(sum(D(row["BilledCost"]) for row in rows).scaleb(12))),
    "priced": [str((D(row["ListUnitPrice"]) * D(row["PricingQuantity"]) - D(row["ListCost"]))
               .quantize(D("1e-12"))) for row in rows],
}))`;

test('the official validator finds every rule of FOCUS kept', { skip }, async () => {
  await using scene = await openCostScene();
  const path = join(folder, 'focus.csv');
  await writeFile(path, (await scene.cost('--all', '--format', 'focus-csv')).stdout);
  const output = execFileSync(python ?? '', ['-c', VALIDATE, path], { encoding: 'utf8' });
  const { judged, rows, billed, priced } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  const failed = Object.entries(judged).filter(([, status]) => !/passed/i.test(String(status)));
  assert.deepEqual(failed, []);
  assert.equal(Object.keys(judged).length, 133);
  assert.ok(rows > 10);
  const paid = scene.attempts().reduce((sum, row) => sum + BigInt(row.cost_pico ?? 0), 0n);
  assert.equal(BigInt(billed), paid);
  assert.deepEqual([...new Set(priced.map(Number))], [0]);
});
