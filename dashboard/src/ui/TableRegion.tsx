import type { ReactNode } from 'react';

/** A table that scrolls by itself where it does not fit; focusable, so that the keyboard can scroll it too. */
export function TableRegion({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  return (
    <div className="table-region" role="region" aria-labelledby={labelledBy} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}
