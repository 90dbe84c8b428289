import { useSyncExternalStore } from 'react';

export type Tone = 'positive' | 'negative' | 'warning' | 'info';

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** Where the reader can act on it. */
  link?: { href: string; label: string };
}

const visibleAtOnce = 3;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

/** Shows a message. When there are many the oldest makes room, but a warning, which wants somebody to act, goes last. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId++;
  const next = [...toasts, { ...toast, id: lastId }];
  while (next.length > visibleAtOnce) {
    const unimportant = next.findIndex(({ tone }) => tone !== 'warning');
    next.splice(Math.max(unimportant, 0), 1);
  }
  change(next);
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** The oldest first. */
export const currentToasts = (): readonly Toast[] => toasts;

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, currentToasts);
}

function change(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
