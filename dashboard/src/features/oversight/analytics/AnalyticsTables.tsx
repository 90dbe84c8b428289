import type { ReactNode } from 'react';
import type { OversightAnalytics } from '../../../api/oversightTypes';
import { count, decimal } from '../../../i18n/format';
import { t } from '../../../i18n/language';
import { TableRegion } from '../../../ui/TableRegion';

/** Requests a day. The bar beside each number says the same. */
export function DaysCard({ days }: { days: OversightAnalytics['trends'] }) {
  const most = Math.max(1, ...days.map(({ requests }) => requests));
  return (
    <TableCard
      id="days"
      title={t('analytics.days')}
      columns={[
        t('analytics.day'),
        t('analytics.requests'),
        t('request.status.approved'),
        t('request.status.rejected'),
        t('request.status.expired'),
      ]}
      isEmpty={days.length === 0}
    >
      {days.toReversed().map(({ date, requests, approved, rejected, expired }) => (
        <tr key={date}>
          <th scope="row" className="nowrap">
            {date}
          </th>
          <td className="number">
            <progress className="bar" max={most} value={requests} aria-hidden="true" /> {count(requests)}
          </td>
          <td className="number">{count(approved)}</td>
          <td className="number">{count(rejected)}</td>
          <td className="number">{count(expired)}</td>
        </tr>
      ))}
    </TableCard>
  );
}

export function ApproversCard({ approvers }: { approvers: OversightAnalytics['approverPerformance'] }) {
  return (
    <TableCard
      id="approvers"
      title={t('analytics.approvers')}
      columns={[
        t('analytics.approver'),
        t('analytics.decisions'),
        t('analytics.approvalRate'),
        t('analytics.averageTime'),
      ]}
      isEmpty={approvers.length === 0}
    >
      {approvers.map(({ approverId, approver, requests, approved, avgResponseTime }) => (
        <tr key={approverId}>
          <th scope="row">{approver}</th>
          <td className="number">{count(requests)}</td>
          <td className="number">{decimal((100 * approved) / requests)} %</td>
          <td className="number">{t('analytics.seconds', { time: decimal(avgResponseTime) })}</td>
        </tr>
      ))}
    </TableCard>
  );
}

/** When requests wait longest. */
export function HoursCard({ hours }: { hours: OversightAnalytics['bottlenecks'] }) {
  const longest = Math.max(1, ...hours.map(({ avgWait }) => avgWait));
  return (
    <TableCard
      id="hours"
      title={t('analytics.hours')}
      columns={[t('analytics.hour'), t('analytics.wait'), t('analytics.requests'), t('request.status.expired')]}
      isEmpty={hours.length === 0}
    >
      {hours.map(({ hour, requests, expired, avgWait }) => (
        <tr key={hour}>
          <th scope="row" className="nowrap">
            {String(hour).padStart(2, '0')}:00
          </th>
          <td className="number">
            <progress className="bar" max={longest} value={avgWait} aria-hidden="true" />{' '}
            {t('analytics.seconds', { time: decimal(avgWait) })}
          </td>
          <td className="number">{count(requests)}</td>
          <td className="number">{count(expired)}</td>
        </tr>
      ))}
    </TableCard>
  );
}

interface TableCardProps {
  id: string;
  title: string;
  /** The first names the rows; the others are numbers. */
  columns: string[];
  isEmpty: boolean;
  children: ReactNode;
}

function TableCard({ id, title, columns, isEmpty, children }: TableCardProps) {
  return (
    <section className="card">
      <h2 id={`${id}-title`}>{title}</h2>
      {isEmpty ? (
        <p className="muted">{t('analytics.none')}</p>
      ) : (
        <TableRegion labelledBy={`${id}-title`}>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={column} scope="col" className={index > 0 ? 'number' : undefined}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </TableRegion>
      )}
    </section>
  );
}
