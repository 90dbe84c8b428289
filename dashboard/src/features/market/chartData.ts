import type { Bar } from '../../api/types';

/** Seconds since 1970 in UTC: what the chart counts time in. */
export interface LinePoint {
  time: number;
  value: number;
}

export interface CandlePoint {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

/** The chart refuses points out of order or twice at the same second: sorted, and the later of two kept. */
export function toLine(history: readonly { timestamp: string; value: number }[]): LinePoint[] {
  return ordered(history.map(({ timestamp, value }) => ({ time: toSeconds(timestamp), value })));
}

export function toCandles(bars: readonly Bar[]): CandlePoint[] {
  return ordered(bars.map(({ start, open, high, low, close }) => ({ time: toSeconds(start), open, high, low, close })));
}

function toSeconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

function ordered<T extends { time: number }>(points: T[]): T[] {
  const byTime = new Map(points.map((point) => [point.time, point]));
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}
