import type { BarInterval, MarketStatus, TimeRange } from '../../api/types';

const hours = (count: number): number => count * 3_600_000;
const days = (count: number): number => hours(24 * count);

/** From short to long. */
const lengths: [BarInterval, number][] = [
  ['1m', hours(1 / 60)],
  ['5m', hours(1 / 12)],
  ['15m', hours(1 / 4)],
  ['1h', hours(1)],
  ['1d', days(1)],
];

/** The interval that gives at most a few hundred bars over each range. */
const ranges: Record<TimeRange, { wanted: BarInterval; back: number }> = {
  '1H': { wanted: '1m', back: hours(1) },
  '1D': { wanted: '5m', back: days(1) },
  '1W': { wanted: '1h', back: days(7) },
  '1M': { wanted: '1d', back: days(31) },
  ALL: { wanted: '1d', back: days(365) },
};

const fewestBars = 30;

/**
 * Which bars show a range of time that ends at the market's now. Where the market has no bars as short as that, longer
 * ones, and then far enough back to make a picture.
 */
export function barWindow({ now, interval: shortest }: Pick<MarketStatus, 'now' | 'interval'>, range: TimeRange) {
  const { wanted, back } = ranges[range];
  const indexOf = (interval: BarInterval) => lengths.findIndex(([name]) => name === interval);
  const [interval, length] = lengths[Math.max(indexOf(wanted), indexOf(shortest))] ?? ['1d', days(1)];
  const from = Date.parse(now) - (interval === wanted ? back : Math.max(back, fewestBars * length));
  return { interval, from: new Date(from).toISOString(), to: now };
}
