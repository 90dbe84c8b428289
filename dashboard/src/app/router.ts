import { useSyncExternalStore } from 'react';

export type Route =
  | { page: 'agents' }
  | { page: 'agent'; agentId: string }
  | { page: 'oversight' }
  | { page: 'analytics' }
  | { page: 'rules'; agentId: string };

// The fragment holds the place, so that every link works on any file server without rewriting.
export const paths = {
  agents: '#/agents',
  agent: (agentId: string): string => `#/agents/${encodeURIComponent(agentId)}`,
  oversight: '#/oversight',
  analytics: '#/oversight/analytics',
  rules: (agentId: string): string => `#/agents/${encodeURIComponent(agentId)}/oversight`,
};

/** The place a location fragment names; an unknown one is the list of agents. */
export function parseRoute(fragment: string): Route {
  const [page, id, part] = fragment.replace(/^#\/?/, '').split('/');
  if (page === 'oversight') return { page: id === 'analytics' ? 'analytics' : 'oversight' };
  if (page === 'agents' && id && part === 'oversight') return { page: 'rules', agentId: decodeURIComponent(id) };
  if (page === 'agents' && id) return { page: 'agent', agentId: decodeURIComponent(id) };
  return { page: 'agents' };
}

export function useRoute(): Route {
  const fragment = useSyncExternalStore(subscribe, () => location.hash);
  return parseRoute(fragment);
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
