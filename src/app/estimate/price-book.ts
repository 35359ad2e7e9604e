import { type PriceRow, priceId } from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { priceHealth } from '../../cost/catalogue/health.ts';
import type { PricedModel } from '../../cost/estimate/method-estimate.ts';
import { requestWindow } from '../../cost/estimate/paper-lines.ts';
import { findModelPrice } from '../../cost/model-prices.ts';
import { tokenPrice } from '../../cost/token-price.ts';

/** Prices as they are looked up, and what has to be said of them. */
export class PriceBook {
  readonly #rows = new Set<PriceRow>();
  readonly #models = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** A model without a price stays in the estimate, without money. */
  model(name: string): PricedModel & { readonly vendor: string } {
    const found = findModelPrice(name, this.#catalogue);
    this.#models.add(name);
    if (!found) this.#missing.add(name);
    for (const row of found?.rows ?? []) this.#rows.add(row);
    const vendor = this.#catalogue.model(name)?.provider ?? 'other';
    return { name, vendor, price: found && tokenPrice(found) };
  }

  ids(): string[] {
    return [...new Set([...this.#rows].map(priceId))];
  }

  warnings(): string[] {
    const used = { rows: [...this.#rows], models: [...this.#models] };
    return [
      ...[...this.#missing].map(
        (name) => `${name} has no price: its money is missing. Add it with --prices FILE.`,
      ),
      ...this.#catalogue.notes,
      ...priceHealth(used, this.#catalogue).map(({ text }) => text),
    ];
  }

  window(name: string): number {
    return requestWindow(name, this.#catalogue.model(name)?.contextTokens);
  }
}

/**
 * A name that somebody typed; undefined where nobody did.
 * @throws {MabError} MODEL_UNKNOWN with the nearest names.
 */
export function refuseUnknownModel(name: string | undefined, catalogue: Catalogue): void {
  if (name === undefined || catalogue.model(name) || findModelPrice(name, catalogue)) return;
  const near = nearestNames(
    name,
    catalogue.models().map(({ model }) => model),
  );
  throw new MabError('MODEL_UNKNOWN', `The price catalogue has no model ${name}.`, {
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? Else add` : 'Add'} its price with --prices FILE.`,
  });
}
