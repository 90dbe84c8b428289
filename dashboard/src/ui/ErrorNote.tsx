import { ApiError } from '../api/errors';
import { t } from '../i18n/language';
import { describeError } from './describeError';
import { Icon } from './Icon';

/** Says what went wrong, with the number that finds it in the server's logs, and offers another try where that helps. */
export function ErrorNote({ error, onRetry }: { error: Error; onRetry?: () => unknown }) {
  const correlationId = error instanceof ApiError ? error.correlationId : null;
  return (
    <div className="error-note" role="alert">
      <Icon name="alert" />
      <div>
        <p>{describeError(error)}</p>
        {correlationId !== null && <p className="reference">{t('error.reference', { id: correlationId })}</p>}
      </div>
      {onRetry && (
        <button type="button" className="button" onClick={() => void onRetry()}>
          {t('action.retry')}
        </button>
      )}
    </div>
  );
}
