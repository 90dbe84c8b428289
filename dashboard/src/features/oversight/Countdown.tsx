import type { OversightRequest } from '../../api/oversightTypes';
import { useNow } from '../../app/useNow';
import { countdown, dateTime } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Icon } from '../../ui/Icon';

const urgentMs = 60_000;

/** How long a request still waits before it is rejected by itself. */
export function Countdown({ request }: { request: OversightRequest }) {
  const expires = Date.parse(request.expiresAt);
  const left = expires - useNow();
  const total = expires - Date.parse(request.createdAt);
  if (left <= 0) return <span className="countdown urgent">{t('request.expired')}</span>;
  return (
    <span
      className={left < urgentMs ? 'countdown urgent' : 'countdown'}
      role="timer"
      title={t('request.expiresAt', { time: dateTime(request.expiresAt) })}
    >
      <Icon name="clock" /> {t('request.timeLeft', { time: countdown(left) })}
      <progress max={total} value={Math.min(left, total)} aria-hidden="true" />
    </span>
  );
}
