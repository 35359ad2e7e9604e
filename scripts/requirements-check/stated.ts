/** A number as it was written. */
export interface Written {
  readonly value: number;
  /** Half of the unit of its last digit. */
  readonly rounding: number;
  /** Half of the unit of its last digit that is not a trailing zero of a whole number. */
  readonly significance: number;
}

/** What the document states. */
export type Stated =
  | { readonly kind: 'value'; readonly at: Written; readonly unit: string }
  | { readonly kind: 'range'; readonly low: Written; readonly high: Written; readonly unit: string }
  | { readonly kind: 'list'; readonly values: readonly Written[]; readonly unit: string }
  | { readonly kind: 'bound'; readonly sign: Sign; readonly limit: number; readonly unit: string };

type Sign = '<' | '<=' | '>' | '>=';

const NUMBER = String.raw`(\d[\d,]*(?:\.\d+)?[KMB]?)`;
const VALUE = new RegExp(`^${NUMBER}(?: (.+))?$`);
const RANGE = new RegExp(`^${NUMBER}\\.\\.${NUMBER}(?: (.+))?$`);
const LIST = new RegExp(`^(${NUMBER}(?: / ${NUMBER})+)(?: (.+))?$`);
const BOUND = new RegExp(`^(<=|<|>=|>) ${NUMBER}(?: (.+))?$`);
const SUFFIX: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };

/**
 * Reads `8.15 USD`, `120..150 USD a month`, `4 / 16 vCPU / GB` or `>= 32 GB`; K, M and B stand for
 * thousands, millions and billions.
 * @throws {Error} when it is none of these.
 */
export function parseStated(text: string): Stated {
  const bound = BOUND.exec(text);
  if (bound) {
    const [, sign = '', limit = '', unit = ''] = bound;
    return { kind: 'bound', sign: sign as Sign, limit: written(limit).value, unit };
  }
  const range = RANGE.exec(text);
  if (range) {
    const [, low = '', high = '', unit = ''] = range;
    return { kind: 'range', low: written(low), high: written(high), unit };
  }
  const list = LIST.exec(text);
  if (list) {
    const values = (list[1] ?? '').split(' / ').map(written);
    return { kind: 'list', values, unit: list.at(-1) ?? '' };
  }
  const value = VALUE.exec(text);
  if (!value) throw new Error(`Not a stated value: ${text}`);
  return { kind: 'value', at: written(value[1] ?? ''), unit: value[2] ?? '' };
}

function written(text: string): Written {
  const factor = SUFFIX[text.at(-1) ?? ''] ?? 1;
  const digits = text.replace(/[,KMB]/g, '');
  const decimals = digits.split('.')[1]?.length ?? 0;
  const zeros = decimals > 0 ? 0 : (/[1-9](0+)$/.exec(digits)?.[1]?.length ?? 0);
  const unit = 10 ** -decimals * factor;
  return {
    value: Number(digits) * factor,
    rounding: unit / 2,
    significance: (unit * 10 ** zeros) / 2,
  };
}
