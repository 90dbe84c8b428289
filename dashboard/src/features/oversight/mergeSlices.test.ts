import { expect, test } from 'vitest';
import { mergeSlices } from './mergeSlices';

const slice = (symbol: string | null, percent: number) => ({ symbol, percent, value: percent * 1000 });

test('a part that is on one side only is nothing on the other, and cash comes last', () => {
  const rows = mergeSlices(
    [slice('AAPL', 40), slice(null, 60)],
    [slice('TSLA', 50), slice('AAPL', 40), slice(null, 10)],
  );
  expect(rows.map(({ symbol, before, after }) => [symbol, before, after])).toEqual([
    ['TSLA', 0, 50],
    ['AAPL', 40, 40],
    [null, 60, 10],
  ]);
  expect(new Set(rows.map(({ className }) => className)).size).toBe(3);
});

test('more parts than hues end in one for the rest, and nothing is lost', () => {
  const many = [...Array(10).keys()].map((i) => slice(`S${i}`, 10 - i));
  const rows = mergeSlices([slice(null, 100)], [...many, slice(null, 45)]);
  expect(rows).toHaveLength(7);
  expect(rows[5]?.symbol).toBe('other');
  expect(rows.reduce((sum, { after }) => sum + after, 0)).toBe(100);
  expect(rows.reduce((sum, { before }) => sum + before, 0)).toBe(100);
});
