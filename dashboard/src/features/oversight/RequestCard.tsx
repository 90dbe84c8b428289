import { useState } from 'react';
import type { OversightRequest } from '../../api/types';
import { paths } from '../../app/router';
import { money } from '../../i18n/format';
import { t, tCount } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { usePermissions } from '../identity/useSession';
import { Countdown } from './Countdown';
import { useDecide } from './queries';
import { RejectDialog } from './RejectDialog';

/** A waiting request: what, why, how long still, and the two buttons. */
export function RequestCard({ request }: { request: OversightRequest }) {
  const [rejecting, setRejecting] = useState(false);
  const mayDecide = usePermissions().decide;
  const decide = useDecide(request);
  const { symbol, action, quantity, estimatedValue } = request.tradeDetails;
  const what = tCount(`request.${action}`, quantity, { symbol });

  return (
    <article className="card request-card">
      <header>
        <h2>{what}</h2>
        <Countdown request={request} />
      </header>
      <p className="agent-value">{money(estimatedValue)}</p>
      <p>
        <a href={paths.agent(request.agentId)}>{request.agentName}</a>
      </p>
      <p className="request-reason">{request.reason}</p>
      {mayDecide ? (
        <div className="actions">
          <button
            type="button"
            className="button primary"
            disabled={decide.isPending}
            aria-label={t('request.approveNamed', { what })}
            onClick={() => decide.start({ decision: 'approved' })}
          >
            <Icon name="check" /> {t('request.approve')}
          </button>
          <button
            type="button"
            className="button danger"
            disabled={decide.isPending}
            aria-label={t('request.rejectNamed', { what })}
            onClick={() => setRejecting(true)}
          >
            <Icon name="close" /> {t('request.reject')}
          </button>
        </div>
      ) : (
        <p className="muted">{t('request.notYours')}</p>
      )}
      {rejecting && (
        <RejectDialog
          what={what}
          onClose={() => setRejecting(false)}
          onReject={(reason) => {
            setRejecting(false);
            decide.start({ decision: 'rejected', ...(reason !== '' && { reason }) });
          }}
        />
      )}
    </article>
  );
}
