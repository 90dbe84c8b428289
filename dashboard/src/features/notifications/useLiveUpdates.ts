import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Agent, LiveEvent, Page } from '../../api/types';
import { keys } from '../../app/queryKeys';
import type { ConnectionState } from './connection';
import { eventIdentity, mergeEvents } from './liveUpdates';
import { showToast } from './toasts';

/** Events within this window change the page together. */
const batchMs = 200;

/** Keeps the page's data in step with the server while mounted, and says how the connection is. */
export function useLiveUpdates(): ConnectionState {
  const queryClient = useQueryClient();
  const [state, setState] = useState<ConnectionState>('connecting');

  useEffect(() => {
    const end = new AbortController();
    const seen = new Set<string>();
    let batch: LiveEvent[] = [];

    const take = (event: LiveEvent) => {
      const identity = eventIdentity(event);
      if (identity !== null) {
        if (seen.has(identity)) return;
        seen.add(identity);
      }
      if (batch.length === 0) setTimeout(flush, batchMs);
      batch.push(event);
    };
    const flush = () => {
      const events = batch;
      batch = [];
      if (!end.signal.aborted) apply(events, queryClient);
    };
    const follow = (next: ConnectionState) => {
      setState(next);
      // What happened while nobody was listening is read again.
      if (next === 'live') void queryClient.invalidateQueries();
    };

    void (async () => {
      // Loaded apart: the first page does not wait for it.
      const { keepConnected } = await import('./connection');
      await keepConnected(take, follow, end.signal);
    })();
    return () => end.abort();
  }, [queryClient]);

  return state;
}

function apply(events: readonly LiveEvent[], queryClient: QueryClient): void {
  const update = mergeEvents(events);
  if (update.values.size > 0) {
    queryClient.setQueriesData<InfiniteData<Page<Agent>>>(
      { queryKey: keys.agentList },
      (list) =>
        list && {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            items: page.items.map((agent) => withValue(agent, update.values)),
          })),
        },
    );
  }
  update.stale.forEach((queryKey) => void queryClient.invalidateQueries({ queryKey }));
  update.toasts.forEach(showToast);
}

function withValue(agent: Agent, values: Map<string, number>): Agent {
  const value = values.get(agent.agentId);
  return value === undefined ? agent : { ...agent, portfolio: { ...agent.portfolio, value } };
}
