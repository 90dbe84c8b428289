import type { PortfolioAnswer } from '../../api/types';

export interface Slice {
  /** A symbol; null for what is too small to be shown by itself. */
  symbol: string | null;
  value: number;
  /** Of the whole, from 0 to 1. */
  fraction: number;
}

/** As many hues as can be told apart. */
const mostSlices = 6;

/** The positions by size, the smallest together as one. Cash is what the slices leave of the whole. */
export function allocate({ positions, cash }: Pick<PortfolioAnswer['portfolio'], 'positions' | 'cash'>): {
  slices: Slice[];
  cashFraction: number;
} {
  const total = positions.reduce((sum, { marketValue }) => sum + marketValue, 0) + Math.max(cash, 0);
  if (total <= 0) return { slices: [], cashFraction: 1 };
  const bySize = positions.toSorted((a, b) => b.marketValue - a.marketValue);
  const shown = bySize.length > mostSlices ? bySize.slice(0, mostSlices - 1) : bySize;
  const rest = bySize.slice(shown.length).reduce((sum, { marketValue }) => sum + marketValue, 0);
  const slices: Slice[] = shown.map(({ symbol, marketValue }) => ({
    symbol,
    value: marketValue,
    fraction: marketValue / total,
  }));
  if (rest > 0) slices.push({ symbol: null, value: rest, fraction: rest / total });
  return { slices, cashFraction: Math.max(cash, 0) / total };
}
