import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { priceHealth } from '../../cost/catalogue/health.ts';
import type { PriceCheck } from './prices-contract.ts';

/** All that is doubtful in the whole catalogue, the gravest first. */
export function checkPrices(catalogue: Catalogue): PriceCheck {
  const rows = catalogue.rows();
  const models = catalogue.models().map(({ model }) => model);
  const machines = catalogue.machines().map(({ provider, type }) => `${provider}/${type}`);
  const warnings = priceHealth({ rows, models, machines }, catalogue);
  return { day: catalogue.day, prices: rows.length, warnings, notes: catalogue.notes };
}
