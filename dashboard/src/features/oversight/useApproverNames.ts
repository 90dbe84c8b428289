import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Trade } from '../../api/types';
import { keys } from '../../app/queryKeys';

/** Who approved a trade, by name, several where several had to; null when nobody did, or while the names are not known. */
export function useApproverNames({ approvedBy, requestId }: Trade, isWanted: boolean): string | null {
  const request = useQuery({
    queryKey: keys.request(requestId ?? ''),
    queryFn: ({ signal }) => api.oversight.get(requestId ?? '', signal),
    enabled: isWanted && approvedBy !== null && requestId !== null,
    staleTime: Infinity,
  });
  if (approvedBy === null) return null;
  // The name that is not to be had is less than the id.
  return request.data?.decision?.approver ?? (request.isError || requestId === null ? approvedBy : null);
}
