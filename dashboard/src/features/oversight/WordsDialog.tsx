import { useState } from 'react';
import { t } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';

interface WordsDialogProps {
  title: string;
  label: string;
  hint: string;
  submit: string;
  /** Whether it can be sent without words. */
  optional?: boolean;
  danger?: boolean;
  onClose: () => void;
  onSubmit: (words: string) => void;
}

/** Asks for a sentence: why a trade is rejected, or what somebody wants to know about it. */
export function WordsDialog({ title, label, hint, submit, optional, danger, onClose, onSubmit }: WordsDialogProps) {
  const [words, setWords] = useState('');
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(words.trim());
        }}
      >
        <Field label={label} hint={hint}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              maxLength={500}
              required={optional !== true}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className={danger === true ? 'button danger solid' : 'button primary'}>
            {submit}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
