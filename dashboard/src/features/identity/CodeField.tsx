import { t } from '../../i18n/language';
import { Field } from '../../ui/Field';

/** Takes the one-time code of the user's authenticator, as soon as the server has asked for it. */
export function CodeField({ code, onCode }: { code: string; onCode: (code: string) => void }) {
  return (
    <Field label={t('code.label')} hint={t('code.hint')}>
      {(control) => (
        <input
          {...control}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={(event) => onCode(event.target.value.replace(/\D/g, ''))}
        />
      )}
    </Field>
  );
}
