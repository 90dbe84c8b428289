import { useEffect, useState, type SubmitEvent } from 'react';
import { api } from '../../api/client';
import { session } from '../../api/session';
import { useAction } from '../../app/useAction';
import { t } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote } from '../../ui/ErrorNote';
import { showToast } from '../notifications/toasts';
import { CodeField } from './CodeField';
import { QrCode } from './QrCode';

/** Sets up one-time codes: shows the secret to an authenticator app, and takes a first code of it as the proof. */
export default function AuthenticatorDialog({ onClose }: { onClose: () => void }) {
  const [code, setCode] = useState('');
  const { start: enrol, error: refusal, data: enrolment } = useAction({ mutationFn: api.identity.enrolTotp });
  const confirm = useAction({
    mutationFn: api.identity.confirmTotp,
    onSuccess: () => {
      session.noteTotpEnabled();
      showToast({ tone: 'positive', text: t('authenticator.done') });
      onClose();
    },
  });
  useEffect(() => enrol(), [enrol]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    confirm.start(code);
  };

  return (
    <Dialog title={t('authenticator.title')} onClose={onClose}>
      {refusal !== null && <ErrorNote error={refusal} />}
      {enrolment !== undefined && (
        <form onSubmit={submit}>
          <p>{t('authenticator.scan')}</p>
          <QrCode text={enrolment.otpauthUri} label={t('authenticator.qr')} />
          <p className="field-hint">{t('authenticator.byHand')}</p>
          <p>
            <code className="secret">{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <CodeField code={code} onCode={setCode} />
          {confirm.error && <ErrorNote error={confirm.error} />}
          <footer className="dialog-footer">
            <button type="button" className="button" onClick={onClose}>
              {t('action.cancel')}
            </button>
            <button type="submit" className="button primary" disabled={confirm.isPending || code.length !== 6}>
              {t('authenticator.confirm')}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
