import { locale } from './language';

const marketZone = 'America/New_York';

// Making an Intl formatter costs far more than using it, and tables use them by the hundred.
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Dollars with cents: $1,502.25. */
export const money = (amount: number): string => minus(dollars({}).format(amount));

/** Dollars without cents, for round amounts: $75,000. */
export const wholeMoney = (amount: number): string => minus(dollars({ maximumFractionDigits: 0 }).format(amount));

/** A gain or loss in dollars, always with its sign: +$163.00, −$12.50. */
export const signedMoney = (amount: number): string => minus(dollars({ signDisplay: 'exceptZero' }).format(amount));

/** Takes 1.31 for 1.31 %; always with its sign: +1.31%. */
export const signedPercent = (percent: number): string =>
  minus(
    numbers({
      style: 'percent',
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      signDisplay: 'exceptZero',
    }).format(percent / 100),
  );

/** Takes a share from 0 to 1: 73%. */
export const share = (fraction: number): string =>
  numbers({ style: 'percent', maximumFractionDigits: 0 }).format(fraction);

export const count = (value: number): string => numbers({ maximumFractionDigits: 0 }).format(value);

export const decimal = (value: number): string => numbers({ maximumFractionDigits: 2 }).format(value);

/** An instant in the reader's own time zone, to the second. */
export const dateTime = (instant: string): string =>
  dates({ dateStyle: 'medium', timeStyle: 'medium' }).format(Date.parse(instant));

/** An instant of today in the reader's own time zone. */
export const time = (instant: string): string => dates({ timeStyle: 'medium' }).format(Date.parse(instant));

/** Day and minute on the exchange's clock. */
export const marketDateTime = (instant: string): string =>
  dates({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: marketZone }).format(
    Date.parse(instant),
  );

/** Date and second on the exchange's clock. */
export const marketClock = (milliseconds: number): string =>
  dates({
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: marketZone,
  }).format(milliseconds);

/** How long something takes, in words: 41 seconds, 5.2 minutes. */
export function duration(seconds: number): string {
  const inMinutes = seconds >= 120;
  return numbers({
    style: 'unit',
    unit: inMinutes ? 'minute' : 'second',
    unitDisplay: 'long',
    maximumFractionDigits: inMinutes ? 1 : 0,
  }).format(inMinutes ? seconds / 60 : seconds);
}

/** Minutes and seconds of a countdown, never below zero: 9:58. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function dollars(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return numbers({ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', ...options });
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached(options, () => new Intl.NumberFormat(locale(), options)) as Intl.NumberFormat;
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached(options, () => new Intl.DateTimeFormat(locale(), options)) as Intl.DateTimeFormat;
}

function cached(options: object, make: () => Intl.NumberFormat | Intl.DateTimeFormat) {
  const key = locale() + JSON.stringify(options);
  const formatter = cache.get(key) ?? make();
  cache.set(key, formatter);
  return formatter;
}

/** A true minus sign lines up with the plus sign and is read out as minus. */
const minus = (text: string): string => text.replace('-', '\u2212');
