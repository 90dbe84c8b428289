import { expect, it } from 'vitest';
import type { Position } from '../../api/types';
import { allocate } from './allocation';

const position = (symbol: string, marketValue: number) => ({ symbol, marketValue }) as Position;

it('orders positions by size and leaves the rest to cash', () => {
  const { slices, cashFraction } = allocate({ positions: [position('A', 20), position('B', 30)], cash: 50 });
  expect(slices.map(({ symbol, fraction }) => [symbol, fraction])).toEqual([
    ['B', 0.3],
    ['A', 0.2],
  ]);
  expect(cashFraction).toBe(0.5);
});

it('puts the smallest of many positions together', () => {
  const positions = Array.from({ length: 10 }, (_, i) => position(`S${i}`, i + 1));
  const { slices } = allocate({ positions, cash: 0 });
  expect(slices.map(({ symbol }) => symbol)).toEqual(['S9', 'S8', 'S7', 'S6', 'S5', null]);
  expect(slices.at(-1)?.value).toBe(1 + 2 + 3 + 4 + 5);
});

it('is all cash when nothing is held', () => {
  expect(allocate({ positions: [], cash: 0 })).toEqual({ slices: [], cashFraction: 1 });
});
