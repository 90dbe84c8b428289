import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '../../app/useAction';
import { api } from '../../api/client';
import { everyPage } from '../../api/everyPage';
import { serverNow } from '../../api/serverClock';
import type { OversightDecision, OversightRequest, OversightStatement } from '../../api/oversightTypes';
import { keys } from '../../app/queryKeys';
import { t } from '../../i18n/language';
import { refreshMs } from '../agents/queries';
import { describeError } from '../../ui/describeError';
import { showToast, type Toast } from '../notifications/toasts';

/** None waits longer than ten minutes; what a server left waiting that was away meanwhile is shown too. */
const oldestMs = 24 * 60 * 60_000;

/** Every waiting request of one agent, or of all: the first to expire comes first. */
export function usePendingRequests(agentId: string | null = null) {
  return useQuery({
    queryKey: [...keys.oversight, 'pending', agentId],
    queryFn: async ({ signal }) => {
      const from = new Date(serverNow() - oldestMs).toISOString();
      const requests = await everyPage((page) => api.oversight.list('pending', agentId, from, page, signal));
      return requests.toSorted((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
    },
    refetchInterval: refreshMs,
  });
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
