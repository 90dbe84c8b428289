import { describe, expect, it } from 'vitest';
import en from './en.json';
import es from './es.json';
import zh from './zh.json';
import { setLanguage, t, tCount } from './language';

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each([
  ['es', es],
  ['zh', zh],
])('the texts in %s', (_, texts: Record<string, string>) => {
  it('have the same keys as the English ones', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
  });

  it('leave none empty and take the same values', () => {
    for (const [key, english] of Object.entries(en)) {
      expect(texts[key]?.trim(), key).not.toBe('');
      expect(places(texts[key] ?? ''), key).toEqual(places(english));
    }
  });
});

describe('a text', () => {
  it('takes its values', () => {
    setLanguage('en');
    expect(t('pager.page', { page: 3 })).toBe('Page 3');
  });

  it('has a form for one and a form for many', () => {
    setLanguage('en');
    expect(tCount('toast.buy', 10, { symbol: 'AAPL', price: '$150.25' })).toBe('AAPL: Bought 10 shares at $150.25');
    expect(tCount('toast.sell', 1, { symbol: 'AAPL', price: '$150.25' })).toBe('AAPL: Sold 1 share at $150.25');
  });

  it('follows the chosen language', () => {
    setLanguage('es');
    expect(t('nav.agents')).toBe('Agentes');
    setLanguage('zh');
    expect(tCount('toast.buy', 1200, { symbol: 'AAPL', price: '$1' })).toBe('AAPL：以 $1 买入 1,200 股');
  });
});
