import { useLayoutEffect, useRef } from 'react';
import type { OversightRequest } from '../../api/oversightTypes';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';
import { RequestCard } from './RequestCard';

/** What waits. The keyboard goes on at the next request when the one that it was in is decided. */
export function RequestList({ requests }: { requests: OversightRequest[] }) {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(requests);
  const focused = useRef<string>(undefined);
  useLayoutEffect(() => {
    const index = before.current.findIndex(({ requestId }) => requestId === focused.current);
    before.current = requests;
    const isGone = index >= 0 && requests.every(({ requestId }) => requestId !== focused.current);
    if (!isGone || document.activeElement !== document.body) return;
    focused.current = undefined;
    const headings = place.current?.querySelectorAll('h2') ?? [];
    headings[Math.min(index, headings.length - 1)]?.focus({ preventScroll: true });
  }, [requests]);
  return (
    <div ref={place}>
      {requests.length === 0 ? (
        <div className="card empty">
          <Icon name="hand" />
          <h2 tabIndex={-1}>{t('oversight.none')}</h2>
          <p className="muted">{t('oversight.noneText')}</p>
        </div>
      ) : (
        <ul className="request-grid">
          {requests.map((request) => (
            <li key={request.requestId} onFocus={() => (focused.current = request.requestId)}>
              <RequestCard request={request} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
