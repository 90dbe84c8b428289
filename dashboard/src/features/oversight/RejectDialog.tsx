import { useState } from 'react';
import { t } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';

interface RejectDialogProps {
  what: string;
  onClose: () => void;
  onReject: (reason: string) => void;
}

export function RejectDialog({ what, onClose, onReject }: RejectDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <Dialog title={t('request.rejectNamed', { what })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onReject(reason.trim());
        }}
      >
        <Field label={t('request.reason')} hint={t('request.reasonHint')}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button danger solid">
            {t('request.reject')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
