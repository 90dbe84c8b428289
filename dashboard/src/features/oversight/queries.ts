import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '../../app/useAction';
import { api } from '../../api/client';
import type { OversightRequest } from '../../api/types';
import { keys } from '../../app/queryKeys';
import { t } from '../../i18n/language';
import { refreshMs } from '../agents/queries';
import { describeError } from '../../ui/describeError';
import { showToast } from '../notifications/toasts';

/** Waiting requests of one agent, or of all. */
export function usePendingRequests(agentId: string | null = null) {
  return useQuery({
    queryKey: [...keys.oversight, 'pending', agentId],
    queryFn: ({ signal }) => api.oversight.list('pending', agentId, null, signal),
    refetchInterval: refreshMs,
  });
}

export function usePendingCount(): number {
  return usePendingRequests().data?.items.length ?? 0;
}

export function useDecide(request: OversightRequest) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: ({ decision, reason }: { decision: 'approved' | 'rejected'; reason?: string }) =>
      api.oversight.decide(request.requestId, decision, reason),
    onSuccess: (_, { decision }) =>
      showToast({
        tone: decision === 'approved' ? 'positive' : 'info',
        text: t(`toast.${decision}`, { symbol: request.tradeDetails.symbol }),
      }),
    // Somebody else may have been quicker: the answer says who, and the list is read again.
    onError: (error) => showToast({ tone: 'negative', text: describeError(error) }),
    onSettled: () =>
      Promise.all(
        [keys.oversight, keys.agents, keys.trades(request.agentId), keys.portfolio(request.agentId)].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
