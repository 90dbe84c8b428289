import { t } from '../../../i18n/language';
import { Field } from '../../../ui/Field';
import { ApproverChoice } from './ApproverChoice';
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
  return (
    <section className="card rule" aria-label={rule.name === '' ? t('rules.unnamed') : rule.name}>
      <div className="field-row">
        <Field label={t('rules.name')} errors={errorsAt(`${path}.name`)}>
          {(control) => (
            <input
              {...control}
              maxLength={100}
              value={rule.name}
              onChange={(event) => onChange({ ...rule, name: event.target.value })}
            />
          )}
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
        {(['approvers', 'escalateTo'] as const).map((who) => (
          <ApproverChoice
            key={who}
            label={t(`rules.${who}`)}
            hint={t(`rules.${who}Hint`)}
            errors={errorsAt(`${path}.${who}`)}
            chosen={rule[who]}
            onChange={(chosen) => onChange({ ...rule, [who]: chosen })}
          />
        ))}
      </div>
      <button type="button" className="button danger" onClick={onRemove}>
        {t('rules.remove', { name: rule.name === '' ? t('rules.unnamed') : rule.name })}
      </button>
    </section>
  );
}
