import type { OversightRequest } from '../../api/oversightTypes';
import { decimal } from '../../i18n/format';
import { t } from '../../i18n/language';
import { mergeSlices, type ChangedSlice } from './mergeSlices';

/** What the portfolio is made of before and after the trade, drawn and in numbers. */
export function AllocationChange({ request }: { request: OversightRequest }) {
  const rows = mergeSlices(request.allocationBefore, request.allocationAfter);
  const nameOf = ({ symbol }: ChangedSlice) =>
    symbol === null ? t('agent.cash') : symbol === 'other' ? t('allocation.other') : symbol;
  return (
    <table className="change">
      <caption>{t('change.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('change.part')}</th>
          <th scope="col" className="number">
            {t('change.before')}
          </th>
          <th scope="col" className="number">
            {t('change.after')}
          </th>
        </tr>
        <tr aria-hidden="true">
          <td />
          {(['before', 'after'] as const).map((side) => (
            <td key={side}>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none">
                {rows.map((row, index) => (
                  <rect
                    key={row.symbol ?? ''}
                    className={row.className}
                    x={rows.slice(0, index).reduce((sum, earlier) => sum + earlier[side], 0)}
                    width={row[side]}
                    height="10"
                  />
                ))}
              </svg>
            </td>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.symbol ?? ''}>
            <th scope="row">
              <span className={`swatch ${row.className}`} aria-hidden="true" /> {nameOf(row)}
            </th>
            <td className="number">{decimal(row.before)} %</td>
            <td className="number">{decimal(row.after)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
