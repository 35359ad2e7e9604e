/**
 * Hours of a month, as the price pages of AWS, Azure and GCP count: 365 × 24 / 12. Every monthly
 * figure of this program uses it.
 */
export const HOURS_PER_MONTH = 730;

/** Days of such a month. */
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/** Hours of a month in which something runs so many hours a day. */
export function monthlyHours(hoursPerDay: number): number {
  return hoursPerDay * DAYS_PER_MONTH;
}

/** Hours a day that an amount buys, every day of a month. */
export function hoursPerDayFor(usdAMonth: number, usdPerHour: number): number {
  return usdAMonth / usdPerHour / DAYS_PER_MONTH;
}
