import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveEvent } from '../../api/types';
import { setLanguage } from '../../i18n/language';
import { eventIdentity, mergeEvents } from './liveUpdates';

beforeEach(() => setLanguage('en'));

const value = (agentId: string, second: number, totalValue: number): LiveEvent => ({
  type: 'portfolio.update',
  agentId,
  timestamp: `2025-01-02T15:00:0${second}Z`,
  data: { totalValue, dayReturn: 0, dayReturnPercent: 0 },
});

const bought: LiveEvent = {
  type: 'trade.executed',
  agentId: 'agt_1',
  timestamp: '2025-01-02T15:00:00Z',
  data: { tradeId: 'trd_1', symbol: 'AAPL', action: 'buy', quantity: 10, executedPrice: 150.25 },
};

const asked: LiveEvent = {
  type: 'oversight.request',
  agentId: 'agt_1',
  timestamp: '2025-01-02T15:00:00Z',
  data: {
    requestId: 'ovr_1',
    tradeDetails: {
      symbol: 'TSLA',
      action: 'sell',
      quantity: 500,
      estimatedValue: 75000,
      entryQuantity: null,
      entryValue: null,
    },
    expiresAt: '2025-01-02T15:10:00Z',
  },
};

describe('a batch of events', () => {
  it('gives each agent its newest value, in whatever order they came', () => {
    const { values } = mergeEvents([value('agt_1', 2, 102), value('agt_1', 1, 101), value('agt_2', 1, 55)]);
    expect([...values]).toEqual([
      ['agt_1', 102],
      ['agt_2', 55],
    ]);
  });

  it('reads a query again once, however many events concern it', () => {
    const { stale } = mergeEvents([value('agt_1', 1, 1), value('agt_1', 2, 2), bought, bought]);
    expect(stale.filter((key) => key[0] === 'portfolio')).toEqual([['portfolio', 'agt_1']]);
    expect(stale).toContainEqual(['trades', 'agt_1']);
    expect(stale).not.toContainEqual(['oversight']);
  });

  it('says what was traded and what waits for a person', () => {
    expect(mergeEvents([bought, asked]).toasts.map(({ tone, text }) => [tone, text])).toEqual([
      ['positive', 'AAPL: Bought 10 shares at $150.25'],
      ['warning', 'Approval needed: sell 500 shares of TSLA for $75,000.00'],
    ]);
  });

  it('is quiet about an order that an agent dropped by itself', () => {
    const dropped = (requestId: string | null): LiveEvent => ({
      type: 'trade.failed',
      agentId: 'agt_1',
      timestamp: '2025-01-02T15:00:00Z',
      data: { tradeId: 'trd_1', symbol: 'AAPL', status: 'cancelled', requestId, failureReason: 'Bob rejected it.' },
    });
    expect(mergeEvents([dropped(null)]).toasts).toEqual([]);
    expect(mergeEvents([dropped('ovr_1')]).toasts.map(({ text }) => text)).toEqual([
      'AAPL: The trade was cancelled. Bob rejected it.',
    ]);
  });

  it('is quiet about values', () => {
    expect(mergeEvents([value('agt_1', 1, 1)]).toasts).toEqual([]);
  });
});

describe('the identity of an event', () => {
  it('is the same for a repeated delivery and differs between trades', () => {
    const other = { ...bought, data: { ...bought.data, tradeId: 'trd_2' } };
    expect(eventIdentity({ ...bought })).toBe(eventIdentity(bought));
    expect(eventIdentity(other)).not.toBe(eventIdentity(bought));
  });

  it('is none for values, which may repeat', () => {
    expect(eventIdentity(value('agt_1', 1, 1))).toBeNull();
  });
});
