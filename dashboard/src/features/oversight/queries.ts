import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '../../app/useAction';
import { api } from '../../api/client';
import { everyPage } from '../../api/everyPage';
import type { OversightDecision, OversightRequest, OversightStatement } from '../../api/types';
import { keys } from '../../app/queryKeys';
import { t } from '../../i18n/language';
import { refreshMs } from '../agents/queries';
import { describeError } from '../../ui/describeError';
import { showToast, type Toast } from '../notifications/toasts';

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

/** Everybody whom rules may name as approvers. */
export function useApprovers() {
  return useQuery({
    queryKey: keys.approvers,
    queryFn: ({ signal }) => everyPage((pageToken) => api.oversight.approvers(pageToken, signal)),
  });
}

export function useDecide(request: OversightRequest) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: (statement: OversightStatement) => api.oversight.decide(request.requestId, statement),
    onSuccess: (answer, { decision }) => showToast(toastFor(request.tradeDetails.symbol, decision, answer)),
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

/** Answers what approvers asked. */
export function useAnswer(request: OversightRequest) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: (text: string) => api.oversight.answer(request.requestId, text),
    onSuccess: () => showToast({ tone: 'info', text: t('toast.answered', { symbol: request.tradeDetails.symbol }) }),
    onError: (error) => showToast({ tone: 'negative', text: describeError(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.oversight }),
  });
}

function toastFor(
  symbol: string,
  said: OversightStatement['decision'],
  { status, approvals, requiredApprovals, failureReason }: OversightDecision,
): Omit<Toast, 'id'> {
  if (said === 'info_requested') return { tone: 'info', text: t('toast.asked', { symbol }) };
  if (said === 'rejected') return { tone: 'info', text: t('toast.rejected', { symbol }) };
  if (status === 'pending')
    return { tone: 'info', text: t('toast.voted', { symbol, missing: requiredApprovals - approvals }) };
  if (failureReason !== null)
    return { tone: 'negative', text: t('toast.approvedNotMade', { symbol, reason: failureReason }) };
  return { tone: 'positive', text: t('toast.approved', { symbol }) };
}
