import type { InstalledPrices } from '../../adapters/prices/models/model-feed.ts';

/** Of the package's version in package.json: the day on which it was published. */
const INSTALLED = { version: '0.1.8', date: '2026-09-23' };
const PROVIDERS = ['openai', 'anthropic', 'google'];

/** The model prices that came with this release. */
export async function readInstalledPrices(): Promise<InstalledPrices> {
  const { findProvider } = await import('@pydantic/genai-prices');
  const providers = PROVIDERS.map((providerId) => findProvider({ providerId }));
  return { ...INSTALLED, providers };
}
