import { lazy, Suspense, useMemo, useState } from 'react';
import type { TimeRange } from '../../api/types';
import { money } from '../../i18n/format';
import { t } from '../../i18n/language';
import { ErrorNote } from '../../ui/ErrorNote';
import type { ChartData } from './Chart';
import { toCandles, toLine } from './chartData';
import { useBars, useMarketStatus } from './queries';

const Chart = lazy(() => import('./Chart'));
const ranges: TimeRange[] = ['1H', '1D', '1W', '1M', 'ALL'];

interface ChartCardProps {
  history: readonly { timestamp: string; value: number }[];
  /** The symbols held, which come first in the choice. */
  symbols: string[];
  timeRange: TimeRange;
  onTimeRange: (range: TimeRange) => void;
}

/** The portfolio's value over time, or one symbol's prices. */
export function ChartCard({ history, symbols, timeRange, onTimeRange }: ChartCardProps) {
  const [symbol, setSymbol] = useState<string | null>(null);
  const traded = useMarketStatus().data?.symbols ?? [];
  const choices = [...new Set([...symbols, ...traded])];
  const bars = useBars(symbol, timeRange);
  const data = useMemo<ChartData>(
    () =>
      symbol === null
        ? { kind: 'line', points: toLine(history) }
        : { kind: 'candles', points: toCandles(bars.data ?? []) },
    [symbol, history, bars.data],
  );

  return (
    <section className="card chart-card">
      <header className="chart-header">
        <h2>{symbol === null ? t('chart.portfolio') : t('chart.price', { symbol })}</h2>
        <select
          aria-label={t('chart.show')}
          value={symbol ?? ''}
          onChange={(event) => setSymbol(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{t('chart.portfolio')}</option>
          {choices.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <div className="ranges" role="group" aria-label={t('chart.range')}>
          {ranges.map((range) => (
            <button key={range} type="button" aria-pressed={range === timeRange} onClick={() => onTimeRange(range)}>
              {t(`chart.range.${range}`)}
            </button>
          ))}
        </div>
      </header>
      <div className="chart-frame">
        {symbol !== null && bars.error !== null ? (
          <ErrorNote error={bars.error} onRetry={bars.refetch} />
        ) : data.points.length === 0 ? (
          <p className="muted chart-empty">{t(symbol !== null && bars.isPending ? 'state.loading' : 'chart.none')}</p>
        ) : (
          <Suspense fallback={<p className="muted chart-empty">{t('state.loading')}</p>}>
            <Chart data={data} view={`${symbol ?? ''} ${timeRange}`} label={describe(data)} />
          </Suspense>
        )}
      </div>
      <p className="chart-credit">
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          {t('chart.credit')}
        </a>
      </p>
    </section>
  );
}

/** The chart in words, for those who cannot see it. */
function describe(data: ChartData): string {
  const values = data.kind === 'line' ? data.points.map(({ value }) => value) : data.points.map(({ close }) => close);
  return t('chart.description', {
    first: money(values[0] ?? 0),
    last: money(values.at(-1) ?? 0),
    low: money(Math.min(...values)),
    high: money(Math.max(...values)),
  });
}
