import { beforeEach, describe, expect, it } from 'vitest';
import {
  countdown,
  duration,
  marketClock,
  marketDateTime,
  money,
  share,
  signedMoney,
  signedPercent,
  wholeMoney,
} from './format';
import { setLanguage } from './language';

beforeEach(() => setLanguage('en'));

describe('money', () => {
  it('has dollars and cents', () => {
    expect(money(1502.5)).toBe('$1,502.50');
    expect(money(-7971.4)).toBe('\u2212$7,971.40');
  });

  it('has no cents where it is round', () => {
    expect(wholeMoney(75_000)).toBe('$75,000');
  });

  it('follows the language', () => {
    setLanguage('es');
    expect(money(12345.6)).toBe('12.345,60\u00a0$');
  });

  it('shows the sign of a gain and of a loss, and none at zero', () => {
    expect(signedMoney(163)).toBe('+$163.00');
    expect(signedMoney(-12.5)).toBe('\u2212$12.50');
    expect(signedMoney(0)).toBe('$0.00');
  });
});

describe('a duration', () => {
  it.each([
    ['en', 41.4, '41 seconds'],
    ['en', 1, '1 second'],
    ['es', 312, '5,2 minutos'],
    ['zh', 60, '60秒钟'],
  ] as const)('is in words: in %s, %d s are %s', (language, seconds, text) => {
    setLanguage(language);
    expect(duration(seconds)).toBe(text);
  });
});

describe('percentages', () => {
  it('take percent for a return and a fraction for a share', () => {
    expect(signedPercent(1.314)).toBe('+1.31%');
    expect(signedPercent(-0.5)).toBe('\u22120.50%');
    expect(share(0.734)).toBe('73%');
  });
});

describe('a countdown', () => {
  it.each([
    [598_000, '9:58'],
    [60_000, '1:00'],
    [1, '0:01'],
    [0, '0:00'],
    [-5000, '0:00'],
  ])('shows %i ms as %s', (left, text) => {
    expect(countdown(left)).toBe(text);
  });
});

describe('market time', () => {
  it('is on the exchange’s clock, in summer and in winter', () => {
    expect(marketDateTime('2025-07-01T13:30:00Z')).toBe('Jul 1, 09:30 AM');
    expect(marketClock(Date.parse('2025-01-02T14:30:05Z'))).toBe('Jan 2, 2025, 09:30:05 AM');
  });
});
