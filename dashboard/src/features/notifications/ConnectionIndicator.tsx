import { t } from '../../i18n/language';
import type { ConnectionState } from './connection';

const dots = { connecting: 'dot-calm', live: 'dot-good', paused: 'dot-warn' } as const;

export function ConnectionIndicator({ state }: { state: ConnectionState }) {
  return (
    <p className={`connection connection-${state}`} role="status">
      <span className={`dot ${dots[state]}`} aria-hidden="true" />
      {t(`connection.${state}`)}
    </p>
  );
}
