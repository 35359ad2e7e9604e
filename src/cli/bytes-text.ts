const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number of bytes in decimal units, as disks and the hub count: `49.3 MB`. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
