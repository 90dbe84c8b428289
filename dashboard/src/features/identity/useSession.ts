import { useSyncExternalStore } from 'react';
import { session, type Session } from '../../api/session';
import type { Role } from '../../api/types';

export function useSession(): Session | null {
  return useSyncExternalStore(session.subscribe, session.get);
}

/** What the signed-in user may do. It only spares people refusals: the server decides. */
export function usePermissions(): { trade: boolean; decide: boolean; analyse: boolean } {
  const role: Role = useSession()?.user.role ?? 'viewer';
  return {
    trade: role === 'admin' || role === 'trader',
    decide: role === 'approver',
    analyse: role === 'admin' || role === 'approver',
  };
}
