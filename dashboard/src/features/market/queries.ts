import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { TimeRange } from '../../api/types';
import { keys } from '../../app/queryKeys';
import { barWindow } from './barWindow';

export function useMarketStatus() {
  return useQuery({
    queryKey: keys.marketStatus,
    queryFn: ({ signal }) => api.market.status(signal),
    refetchInterval: 5000,
  });
}

/** A symbol's bars over a range that ends at the market's own now. */
export function useBars(symbol: string | null, range: TimeRange) {
  return useQuery({
    queryKey: keys.bars(symbol ?? '', range),
    queryFn: async ({ signal }) => {
      const { interval, from, to } = barWindow(await api.market.status(signal), range);
      return (await api.market.bars(symbol ?? '', interval, from, to, signal)).items;
    },
    enabled: symbol !== null,
    refetchInterval: 15_000,
  });
}
