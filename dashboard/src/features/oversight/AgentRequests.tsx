import { RequestCard } from './RequestCard';
import { usePendingRequests } from './queries';

/** What holds one agent's trading, on that agent's own page. */
export function AgentRequests({ agentId }: { agentId: string }) {
  const requests = usePendingRequests(agentId);
  return requests.data?.map((request) => <RequestCard key={request.requestId} request={request} />);
}
