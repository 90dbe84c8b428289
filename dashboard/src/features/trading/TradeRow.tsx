import { useId, useState } from 'react';
import type { Trade, TradeStatus } from '../../api/types';
import { count, dateTime, marketDateTime, money } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Pill, type PillTone } from '../../ui/Pill';
import { useApproverNames } from '../oversight/useApproverNames';
import { SideLabel } from './SideLabel';

const tones: Record<TradeStatus, PillTone> = {
  pending: 'calm',
  pending_approval: 'warn',
  completed: 'good',
  failed: 'bad',
  cancelled: 'calm',
};

/** A trade in one row; its reasoning opens in a second one. */
export function TradeRow({ trade }: { trade: Trade }) {
  const [open, setOpen] = useState(false);
  const detailId = useId();
  const optionalMoney = (amount: number | null) => (amount === null ? '–' : money(amount));
  return (
    <>
      <tr>
        <td className="nowrap">{trade.marketTime === null ? '–' : marketDateTime(trade.marketTime)}</td>
        <th scope="row">{trade.symbol}</th>
        <td>
          <SideLabel side={trade.action} />
        </td>
        <td className="number">{count(trade.quantity)}</td>
        <td className="number">{optionalMoney(trade.executedPrice)}</td>
        <td className="number">{optionalMoney(trade.totalCost)}</td>
        <td className="number">{optionalMoney(trade.fees)}</td>
        <td>
          <span className="pills">
            <Pill tone={tones[trade.status]}>{t(`trade.status.${trade.status}`)}</Pill>
            {trade.manual && <Pill tone="calm">{t('trade.manualMark')}</Pill>}
            {trade.approvedBy !== null && <Pill tone="good">{t('trade.approvedMark')}</Pill>}
          </span>
        </td>
        <td>
          <button
            type="button"
            className="link-button"
            aria-expanded={open}
            aria-controls={detailId}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'action.hide' : 'action.show')}
            <span className="visually-hidden"> {t('trade.detailsOf', { symbol: trade.symbol })}</span>
          </button>
        </td>
      </tr>
      <tr id={detailId} hidden={!open} className="detail-row">
        <td colSpan={9}>
          <TradeDetail trade={trade} isShown={open} />
        </td>
      </tr>
    </>
  );
}

function TradeDetail({ trade, isShown }: { trade: Trade; isShown: boolean }) {
  const approvers = useApproverNames(trade, isShown);
  return (
    <div className="trade-detail">
      {trade.failureReason !== null && <p className="loss">{trade.failureReason}</p>}
      <p>{trade.reasoning === '' ? t('trade.noReasoning') : trade.reasoning}</p>
      <p className="muted">
        {t('trade.submittedAt', { time: dateTime(trade.submittedAt) })}
        {approvers !== null && ` · ${t('trade.approvedBy', { name: approvers })}`}
        {` · ${trade.tradeId}`}
      </p>
    </div>
  );
}
