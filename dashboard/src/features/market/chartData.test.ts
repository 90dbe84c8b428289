import { expect, it } from 'vitest';
import { barWindow } from './barWindow';
import { toCandles, toLine } from './chartData';

it('orders points in time and keeps the later of two at the same second', () => {
  const points = toLine([
    { timestamp: '2025-01-02T15:00:02Z', value: 3 },
    { timestamp: '2025-01-02T15:00:01.100Z', value: 1 },
    { timestamp: '2025-01-02T15:00:01.900Z', value: 2 },
  ]);
  expect(points.map(({ value }) => value)).toEqual([2, 3]);
  expect(points[0]?.time).toBe(Date.parse('2025-01-02T15:00:01Z') / 1000);
});

it('puts a candle at the start of its bar', () => {
  const bar = { start: '2025-01-02T14:30:00Z', end: '2025-01-02T14:35:00Z', open: 1, high: 4, low: 0.5, close: 2 };
  expect(toCandles([{ ...bar, volume: 9 }])).toEqual([
    { time: Date.parse(bar.start) / 1000, open: 1, high: 4, low: 0.5, close: 2 },
  ]);
});

it('asks for bars that end at the market’s now', () => {
  expect(barWindow({ now: '2025-01-02T15:00:00Z', interval: '1m' }, '1D')).toEqual({
    interval: '5m',
    from: '2025-01-01T15:00:00.000Z',
    to: '2025-01-02T15:00:00Z',
  });
});

it('takes the shortest bars there are, and enough of them, where the market has none as short as wanted', () => {
  expect(barWindow({ now: '2025-01-31T15:00:00Z', interval: '1d' }, '1D')).toEqual({
    interval: '1d',
    from: '2025-01-01T15:00:00.000Z',
    to: '2025-01-31T15:00:00Z',
  });
});
