import type { BarInterval, TimeRange } from '../../api/types';

const hours = (count: number): number => count * 3_600_000;
const days = (count: number): number => hours(24 * count);

// Each window gives at most a few hundred bars. The market sleeps at night and over weekends, so the windows reach back
// further than their names: an hour's chart on a Monday morning still shows Friday's last bars.
const windows: Record<TimeRange, { interval: BarInterval; back: number }> = {
  '1H': { interval: '1m', back: hours(1) },
  '1D': { interval: '5m', back: days(1) },
  '1W': { interval: '1h', back: days(7) },
  '1M': { interval: '1d', back: days(31) },
  ALL: { interval: '1d', back: days(365) },
};

/** Which bars show a range of time that ends now (market time, ISO 8601). */
export function barWindow(now: string, range: TimeRange): { interval: BarInterval; from: string; to: string } {
  const { interval, back } = windows[range];
  return { interval, from: new Date(Date.parse(now) - back).toISOString(), to: now };
}
