import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAction } from '../../app/useAction';
import { api } from '../../api/client';
import { keys } from '../../app/queryKeys';
import { t } from '../../i18n/language';
import { describeError } from '../../ui/describeError';
import { showToast } from '../notifications/toasts';
import type { Agent, NewAgent } from '../../api/types';

/** Values on the page are at most this old, live connection or not. */
export const refreshMs = 5000;

export function useAgents() {
  return useInfiniteQuery({
    queryKey: keys.agentList,
    queryFn: ({ pageParam, signal }) => api.agents.list(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextPageToken,
    refetchInterval: refreshMs,
  });
}

export function useAgent(agentId: string) {
  return useQuery({
    queryKey: keys.agent(agentId),
    queryFn: ({ signal }) => api.agents.get(agentId, signal),
    refetchInterval: refreshMs,
  });
}

export function useCreateAgent(onCreated: (agent: Agent) => void) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: (agent: NewAgent) => api.agents.create(agent),
    onSuccess: async (agent) => {
      showToast({ tone: 'positive', text: t('toast.agentCreated', { name: agent.name }) });
      onCreated(agent);
      await queryClient.invalidateQueries({ queryKey: keys.agents });
    },
  });
}

export type AgentAction = 'activate' | 'pause' | 'stop';

export function useAgentAction(agent: Agent) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: (action: AgentAction) => api.agents[action](agent.agentId),
    onSuccess: (_, action) => showToast({ tone: 'info', text: t(`toast.agent.${action}`, { name: agent.name }) }),
    onError: (error) => showToast({ tone: 'negative', text: describeError(error) }),
    onSettled: () =>
      Promise.all(
        [keys.agents, keys.portfolio(agent.agentId), keys.trades(agent.agentId)].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
