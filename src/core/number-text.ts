/** Numbers as people read them, wherever they are shown. */

/** `1 unit`, `2 units`, `2 replies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A whole number, short: `987`, `41.2k`, `1.23M`. */
export function shortNumber(count: number): string {
  const whole = Math.round(count);
  if (whole < 1_000) return String(whole);
  // From here on one digit of thousands would be rounded up to 1000.0k.
  if (whole < 999_950) return `${(whole / 1_000).toFixed(1)}k`;
  return `${(whole / 1_000_000).toFixed(2)}M`;
}

/** A time, short: `0.42 ms`, `12 ms`, `1.2 s`, `2.1 min`, `3.4 h`. */
export function durationText(durationMs: number): string {
  if (durationMs === 0) return '0 ms';
  if (durationMs < 0.01) return '< 0.01 ms';
  if (durationMs < 9.995) return `${durationMs.toFixed(2)} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1_000).toFixed(1)} s`;
  if (durationMs < 3_597_000) return `${(durationMs / 60_000).toFixed(1)} min`;
  return `${(durationMs / 3_600_000).toFixed(1)} h`;
}
