import { expect, it } from 'vitest';
import { estimateTrade } from './estimate';

const quote = { symbol: 'AAPL', price: 150, bid: 149.9, ask: 150.1, volume: 1, asOf: '2025-01-02T15:00:00Z' };

it('buys at the ask and spends cash', () => {
  expect(estimateTrade(quote, 'buy', 10, 2000)).toEqual({ price: 150.1, amount: 1501, cashAfter: 499 });
});

it('sells at the bid and brings cash', () => {
  expect(estimateTrade(quote, 'sell', 10, 2000)).toEqual({ price: 149.9, amount: 1499, cashAfter: 3499 });
});
