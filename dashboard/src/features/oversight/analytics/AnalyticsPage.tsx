import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import type { AnalyticsRange, OversightAdvice, OversightAnalytics } from '../../../api/oversightTypes';
import { keys } from '../../../app/queryKeys';
import { paths } from '../../../app/router';
import { usePageTitle } from '../../../app/usePageTitle';
import { count, decimal, duration, share, wholeMoney } from '../../../i18n/format';
import { t } from '../../../i18n/language';
import { Icon } from '../../../ui/Icon';
import { QueryView } from '../../../ui/QueryView';
import { Stat } from '../../../ui/Stat';
import { refreshMs } from '../../agents/queries';
import { ApproversCard, DaysCard, HoursCard } from './AnalyticsTables';
import { DownloadButton } from './DownloadButton';
import { WhatIfCard } from './WhatIfCard';

const ranges: AnalyticsRange[] = ['1D', '7D', '30D'];

/** How approvals go: what they cost in time, where they wait, and what another threshold would change. */
export default function AnalyticsPage() {
  const [range, setRange] = useState<AnalyticsRange>('30D');
  const analytics = useQuery({
    queryKey: keys.analytics(range),
    queryFn: ({ signal }) => api.oversight.analytics(range, signal),
    placeholderData: keepPreviousData,
  });
  usePageTitle(t('analytics.title'));
  return (
    <>
      <nav className="breadcrumb" aria-label={t('nav.breadcrumb')}>
        <a href={paths.oversight}>{t('nav.oversight')}</a>
        <Icon name="chevron" />
        <span aria-current="page">{t('analytics.title')}</span>
      </nav>
      <header className="page-header">
        <h1>{t('analytics.title')}</h1>
        <div className="actions">
          <DownloadButton range={range} />
          <div className="ranges" role="group" aria-label={t('chart.range')}>
            {ranges.map((each) => (
              <button key={each} type="button" aria-pressed={each === range} onClick={() => setRange(each)}>
                {t(`analytics.range.${each}`)}
              </button>
            ))}
          </div>
        </div>
      </header>
      <QueryView query={analytics} lines={12}>
        {(data) => (
          <>
            <SummaryCard analytics={data} />
            <Recommendations advice={data.advice} />
            <div className="cards">
              <WhatIfCard range={range} />
              <DaysCard days={data.trends} />
              <ApproversCard approvers={data.approverPerformance} />
              <HoursCard hours={data.bottlenecks} />
            </div>
          </>
        )}
      </QueryView>
    </>
  );
}

function SummaryCard({ analytics: { summary, latency } }: { analytics: OversightAnalytics }) {
  const queue = useQuery({
    queryKey: keys.queue,
    queryFn: ({ signal }) => api.oversight.queue(signal),
    refetchInterval: refreshMs,
  });
  const decided = summary.approved + summary.rejected;
  const seconds = (value: number | null) => (value === null ? '–' : t('analytics.seconds', { time: decimal(value) }));
  return (
    <dl className="card summary">
      <Stat label={t('analytics.waiting')}>{count(queue.data?.pending ?? summary.pending)}</Stat>
      <Stat label={t('analytics.requests')}>{count(summary.totalRequests)}</Stat>
      <Stat label={t('analytics.approvalRate')}>{decimal(summary.approvalRate)} %</Stat>
      <Stat
        label={t('analytics.responseRate')}
      >{`${decimal((100 * decided) / Math.max(decided + summary.expired, 1))} %`}</Stat>
      <Stat label={t('request.status.rejected')}>{count(summary.rejected)}</Stat>
      <Stat label={t('request.status.expired')}>{count(summary.expired)}</Stat>
      <Stat label={t('analytics.averageTime')}>{seconds(summary.avgApprovalTime)}</Stat>
      <Stat label={t('analytics.p95')}>{seconds(latency.p95)}</Stat>
    </dl>
  );
}

function Recommendations({ advice }: { advice: OversightAdvice[] }) {
  return (
    <section className="card">
      <h2>{t('analytics.recommendations')}</h2>
      {advice.length === 0 ? (
        <p className="muted">{t('analytics.recommendationsNone')}</p>
      ) : (
        <ul className="sentences">
          {advice.map(sentence).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function sentence(advice: OversightAdvice): string {
  switch (advice.kind) {
    case 'raise_threshold':
      return t('advice.raise_threshold', {
        threshold: wholeMoney(advice.threshold),
        percent: share(advice.percent / 100),
      });
    case 'expired':
      return t('advice.expired', { percent: share(advice.percent / 100) });
    case 'slow_hour': {
      const hour = String(advice.hour).padStart(2, '0');
      return t('advice.slow_hour', { from: `${hour}:00`, to: `${hour}:59`, time: duration(advice.seconds) });
    }
    case 'slow_approver':
      return t('advice.slow_approver', { approver: advice.approver, time: duration(advice.seconds) });
  }
}
