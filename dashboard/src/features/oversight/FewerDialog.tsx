import { useState } from 'react';
import { count } from '../../i18n/format';
import { t } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';

interface FewerDialogProps {
  what: string;
  most: number;
  onClose: () => void;
  onApprove: (quantity: number) => void;
}

/** An approval of a part of the trade. */
export function FewerDialog({ what, most, onClose, onApprove }: FewerDialogProps) {
  const [quantity, setQuantity] = useState(String(Math.max(1, Math.floor(most / 2))));
  return (
    <Dialog title={t('request.fewerNamed', { what })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onApprove(Number(quantity));
        }}
      >
        <Field label={t('request.fewerQuantity')} hint={t('request.fewerHint', { most: count(most) })}>
          {(control) => (
            <input
              {...control}
              type="number"
              inputMode="numeric"
              required
              min={1}
              max={most}
              step={1}
              value={quantity}
              onChange={(event) => setQuantity(event.target.value)}
            />
          )}
        </Field>
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary">
            {t('request.approve')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
