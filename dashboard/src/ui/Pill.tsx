import type { ReactNode } from 'react';

export type PillTone = 'good' | 'bad' | 'warn' | 'calm';

export function Pill({ tone, children }: { tone: PillTone; children: ReactNode }) {
  return <span className={`pill pill-${tone}`}>{children}</span>;
}
