import type { PortfolioAnswer } from '../../api/types';
import { money, share } from '../../i18n/format';
import { t } from '../../i18n/language';
import { allocate } from './allocation';

/** A circle of this radius has a circumference of 100, so that dashes are percent. */
const radius = 100 / (2 * Math.PI);

/** What the portfolio is made of. The list beside the ring says the same in words. */
export function AllocationCard({ portfolio }: { portfolio: PortfolioAnswer['portfolio'] }) {
  const { slices, cashFraction } = allocate(portfolio);
  const rows = [
    ...slices.map((slice, index) => ({
      name: slice.symbol ?? t('allocation.other'),
      className: `hue-${index}`,
      ...slice,
    })),
    { name: t('agent.cash'), className: 'hue-cash', value: portfolio.cash, fraction: cashFraction },
  ];
  return (
    <section className="card">
      <h2>{t('allocation.title')}</h2>
      <div className="allocation">
        <svg viewBox="0 0 42 42" aria-hidden="true">
          {rows.map(({ name, className, fraction }, index) => (
            <circle
              key={name}
              className={className}
              cx="21"
              cy="21"
              r={radius}
              strokeDasharray={`${fraction * 100} ${100 - fraction * 100}`}
              strokeDashoffset={25 - 100 * rows.slice(0, index).reduce((sum, row) => sum + row.fraction, 0)}
            />
          ))}
        </svg>
        <ul>
          {rows.map(({ name, className, value, fraction }) => (
            <li key={name}>
              <span className={`swatch ${className}`} aria-hidden="true" />
              <strong>{name}</strong>
              <span>{share(fraction)}</span>
              <span className="muted">{money(value)}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
