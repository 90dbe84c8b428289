import { useEffect } from 'react';
import { api } from '../../api/client';
import { useAction } from '../../app/useAction';
import { t } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote } from '../../ui/ErrorNote';

/** Gives the user a one-time code, and says what to type in Slack so that Slack's clicks count as theirs. */
export default function SlackDialog({ onClose }: { onClose: () => void }) {
  const { start: create, error, data: link } = useAction({ mutationFn: api.identity.createSlackLink });
  useEffect(() => create(), [create]);
  return (
    <Dialog title={t('slack.title')} onClose={onClose}>
      {error !== null && <ErrorNote error={error} />}
      {link !== undefined && (
        <>
          <p>{t('slack.type')}</p>
          <p>
            <code className="secret">/link {link.code}</code>
          </p>
          <p className="field-hint">{t('slack.once')}</p>
        </>
      )}
      <footer className="dialog-footer">
        <button type="button" className="button primary" onClick={onClose}>
          {t('slack.done')}
        </button>
      </footer>
    </Dialog>
  );
}
