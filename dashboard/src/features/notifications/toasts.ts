import { useSyncExternalStore } from 'react';

export type Tone = 'positive' | 'negative' | 'warning' | 'info';

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** Where the reader can act on it. */
  link?: { href: string; label: string };
}

const visibleAtOnce = 4;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

/** Shows a message; the oldest makes room when there are many. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId++;
  change([...toasts, { ...toast, id: lastId }].slice(-visibleAtOnce));
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, () => toasts);
}

function change(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
