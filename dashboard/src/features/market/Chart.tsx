import {
  AreaSeries,
  CandlestickSeries,
  ColorType,
  createChart,
  type IChartApi,
  type ISeriesApi,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { useTheme } from '../../app/theme';
import { money } from '../../i18n/format';
import { locale, useLanguage } from '../../i18n/language';
import type { CandlePoint, LinePoint } from './chartData';

export type ChartData = { kind: 'line'; points: LinePoint[] } | { kind: 'candles'; points: CandlePoint[] };

const marketZone = 'America/New_York';

/** A chart of one series. Loaded apart from the page, because its library is larger than the page. */
export default function Chart({ data, view, label }: { data: ChartData; view: string; label: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<IChartApi>(null);
  const series = useRef<ISeriesApi<'Area'> | ISeriesApi<'Candlestick'>>(null);
  const theme = useTheme();
  const language = useLanguage();

  useEffect(() => {
    if (holder.current === null) return;
    // The library's own logo brings an inline style sheet, which the page's security policy forbids: the link is below.
    const made = createChart(holder.current, { autoSize: true, layout: { attributionLogo: false } });
    chart.current = made;
    series.current = data.kind === 'line' ? made.addSeries(AreaSeries) : made.addSeries(CandlestickSeries);
    return () => made.remove();
  }, [data.kind]);

  useEffect(() => {
    chart.current?.applyOptions(chartOptions());
    series.current?.applyOptions(seriesOptions());
  }, [theme, language, data.kind]);

  useEffect(() => {
    // Both kinds of series take points with a time; the library's types cannot say that of a union.
    (series.current as ISeriesApi<'Area'> | null)?.setData(data.points as (LinePoint & { time: UTCTimestamp })[]);
  }, [data]);

  useEffect(() => {
    // Only a new view is fitted: newer points must not undo the reader's own zoom.
    chart.current?.timeScale().fitContent();
  }, [view, data.kind]);

  return <div ref={holder} className="chart" role="img" aria-label={label} />;
}

function chartOptions() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const line = { color: token('--line') };
  return {
    layout: {
      background: { type: ColorType.Solid, color: token('--surface') },
      textColor: token('--text-muted'),
      fontFamily: getComputedStyle(document.body).fontFamily,
    },
    grid: { vertLines: { visible: false }, horzLines: line },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderColor: line.color, timeVisible: true, tickMarkFormatter: formatTick },
    localization: { priceFormatter: money, timeFormatter: formatTime },
  };
}

function seriesOptions() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const [gain, loss, accent] = [token('--gain'), token('--loss'), token('--accent')];
  return {
    lineColor: accent,
    topColor: token('--chart-fill'),
    bottomColor: token('--chart-fill-end'),
    lineWidth: 2 as const,
    upColor: gain,
    wickUpColor: gain,
    downColor: loss,
    wickDownColor: loss,
    borderVisible: false,
  };
}

/** Marks at midnight name the day, all others the time; both on the exchange's clock. */
function formatTick(time: Time, markType: number): string {
  const options: Intl.DateTimeFormatOptions =
    markType <= 2 ? { month: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit' };
  return format(time, options);
}

function formatTime(time: Time): string {
  return format(time, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
}

function format(time: Time, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: marketZone }).format((time as number) * 1000);
}
