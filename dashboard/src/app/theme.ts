import { useSyncExternalStore } from 'react';
import { writePreference } from './preferences';

export type Theme = 'light' | 'dark';

const listeners = new Set<() => void>();

/** The theme on the page. public/theme.js sets the first one before the first paint. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}

export function toggleTheme(): void {
  const next = current() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  writePreference('theme', next);
  listeners.forEach((listener) => listener());
}

function current(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
