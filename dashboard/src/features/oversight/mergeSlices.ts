import type { AllocationSlice } from '../../api/oversightTypes';

export interface ChangedSlice {
  /** A symbol, "other" for the smallest together, or null for cash. */
  symbol: string | null;
  /** 0 to 100. */
  before: number;
  /** 0 to 100. */
  after: number;
  className: string;
}

/** As many hues as can be told apart, one of them for the rest. */
const mostSlices = 6;

/** The parts of two allocations side by side, the largest first, the smallest together as one, cash last. */
export function mergeSlices(before: AllocationSlice[], after: AllocationSlice[]): ChangedSlice[] {
  const percentOf = (slices: AllocationSlice[], symbol: string | null) =>
    slices.find((slice) => slice.symbol === symbol)?.percent ?? 0;
  const symbols = [...new Set([...after, ...before].map(({ symbol }) => symbol))].filter((symbol) => symbol !== null);
  const parts = symbols
    .map((symbol) => ({ symbol, before: percentOf(before, symbol), after: percentOf(after, symbol) }))
    .toSorted((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after));
  const shown = parts.length > mostSlices ? parts.slice(0, mostSlices - 1) : parts;
  const rest = parts.slice(shown.length);
  const sum = (side: 'before' | 'after') => rest.reduce((total, part) => total + part[side], 0);
  const rows = rest.length > 0 ? [...shown, { symbol: 'other', before: sum('before'), after: sum('after') }] : shown;
  return [
    ...rows.map((row, index) => ({ ...row, className: `hue-${index}` })),
    { symbol: null, before: percentOf(before, null), after: percentOf(after, null), className: 'hue-cash' },
  ];
}
