import { t } from '../../../i18n/language';
import { Field } from '../../../ui/Field';
import type { DraftRule } from './draft';
import { TriggerEditor } from './TriggerEditor';

interface RuleEditorProps {
  rule: DraftRule;
  /** Where it is in the rules, as the server names it. */
  path: string;
  errorsAt: (path: string) => string[];
  onChange: (rule: DraftRule) => void;
  onRemove: () => void;
}

/** One reason for which a trade waits, and for whom. */
export function RuleEditor({ rule, path, errorsAt, onChange, onRemove }: RuleEditorProps) {
  const text = (name: 'name' | 'approvers' | 'escalateTo') => ({
    value: rule[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...rule, [name]: event.target.value }),
  });
  return (
    <section className="card rule" aria-label={rule.name === '' ? t('rules.unnamed') : rule.name}>
      <div className="field-row">
        <Field label={t('rules.name')} errors={errorsAt(`${path}.name`)}>
          {(control) => <input {...control} maxLength={100} {...text('name')} />}
        </Field>
        <Field
          label={t('rules.requiredApprovals')}
          hint={t('rules.requiredApprovalsHint')}
          errors={errorsAt(`${path}.requiredApprovals`)}
        >
          {(control) => (
            <input
              {...control}
              type="number"
              inputMode="numeric"
              min="1"
              max="10"
              value={rule.requiredApprovals}
              onChange={(event) => onChange({ ...rule, requiredApprovals: event.target.value })}
            />
          )}
        </Field>
      </div>
      <TriggerEditor
        trigger={rule.when}
        path={`${path}.when`}
        errorsAt={errorsAt}
        onChange={(when) => onChange({ ...rule, when })}
      />
      <div className="field-row">
        <Field label={t('rules.approvers')} hint={t('rules.approversHint')} errors={errorsAt(`${path}.approvers`)}>
          {(control) => <input {...control} autoComplete="off" {...text('approvers')} />}
        </Field>
        <Field label={t('rules.escalateTo')} hint={t('rules.escalateToHint')} errors={errorsAt(`${path}.escalateTo`)}>
          {(control) => <input {...control} autoComplete="off" {...text('escalateTo')} />}
        </Field>
      </div>
      <button type="button" className="button danger" onClick={onRemove}>
        {t('rules.remove', { name: rule.name === '' ? t('rules.unnamed') : rule.name })}
      </button>
    </section>
  );
}
