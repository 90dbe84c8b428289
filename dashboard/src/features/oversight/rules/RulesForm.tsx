import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import { ApiError } from '../../../api/errors';
import type { OversightRules, RulesPreview } from '../../../api/oversightTypes';
import { keys } from '../../../app/queryKeys';
import { useAction } from '../../../app/useAction';
import { count, money } from '../../../i18n/format';
import { t } from '../../../i18n/language';
import { ErrorNote } from '../../../ui/ErrorNote';
import { Field } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { usePermissions } from '../../identity/useSession';
import { showToast } from '../../notifications/toasts';
import { fromDraft, newRule, toDraft, type DraftRule, type DraftRules } from './draft';
import { RuleEditor } from './RuleEditor';

/** Edits rules, says what they would have stopped, and puts them in force. Who may not change them can try them all the same. */
export function RulesForm({ agentId, inForce }: { agentId: string; inForce: OversightRules }) {
  const [draft, setDraft] = useState<DraftRules>(() => toDraft(inForce));
  const mayChange = usePermissions().trade;
  const queryClient = useQueryClient();
  const preview = useAction({ mutationFn: (rules: OversightRules) => api.oversight.previewRules(agentId, rules) });
  const save = useAction({
    mutationFn: (rules: OversightRules) => api.oversight.setRules(agentId, rules),
    onSuccess: (version) => {
      showToast({ tone: 'positive', text: t('toast.rulesSaved') });
      queryClient.setQueryData(keys.rules(agentId), version);
    },
  });
  const error = save.error ?? preview.error;
  const errorsAt = (path: string) => (error instanceof ApiError ? error.about(path) : []);
  const change = (changes: Partial<DraftRules>) => setDraft((before) => ({ ...before, ...changes }));
  const changeRule = (index: number, rule: DraftRule) => change({ rules: draft.rules.with(index, rule) });

  return (
    <form
      className="rules"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.start(fromDraft(draft));
      }}
    >
      {draft.rules.length === 0 && <p className="notice">{t('rules.none')}</p>}
      {draft.rules.map((rule, index) => (
        <RuleEditor
          key={rule.id}
          rule={rule}
          path={`rules[${index}]`}
          errorsAt={errorsAt}
          onChange={(changed) => changeRule(index, changed)}
          onRemove={() => change({ rules: draft.rules.toSpliced(index, 1) })}
        />
      ))}
      <div className="actions">
        <button type="button" className="button" onClick={() => change({ rules: [...draft.rules, newRule()] })}>
          <Icon name="plus" /> {t('rules.add')}
        </button>
      </div>
      <section className="card rule" aria-label={t('rules.settings')}>
        <label className="check">
          <input
            type="checkbox"
            checked={draft.dryRun}
            onChange={(event) => change({ dryRun: event.target.checked })}
          />
          <span>
            {t('rules.dryRun')}
            <span className="field-hint">{t('rules.dryRunHint')}</span>
          </span>
        </label>
        <div className="field-row">
          <NumberField
            label={t('rules.priceTolerance')}
            hint={t('rules.priceToleranceHint')}
            errors={errorsAt('priceTolerancePct')}
            value={draft.priceTolerancePct}
            onChange={(priceTolerancePct) => change({ priceTolerancePct })}
          />
          <NumberField
            label={t('rules.pause')}
            hint={t('rules.pauseHint')}
            errors={errorsAt('rejectionPauseMinutes')}
            value={draft.rejectionPauseMinutes}
            onChange={(rejectionPauseMinutes) => change({ rejectionPauseMinutes })}
          />
        </div>
      </section>
      {error !== null && <ErrorNote error={error} />}
      <div aria-live="polite">{preview.data !== undefined && <PreviewNote preview={preview.data} />}</div>
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={preview.isPending}
          onClick={() => preview.start(fromDraft(draft))}
        >
          {t('rules.preview')}
        </button>
        {mayChange && (
          <button type="submit" className="button primary" disabled={save.isPending}>
            {t('rules.save')}
          </button>
        )}
      </div>
    </form>
  );
}

function PreviewNote({ preview }: { preview: RulesPreview }) {
  return (
    <div className="preview">
      <p>
        {t('rules.previewed', {
          stopped: count(preview.stopped),
          trades: count(preview.trades),
          value: money(preview.stoppedValue),
        })}
      </p>
      <p className="field-hint">
        {t('rules.previewedNow', { stopped: count(preview.stoppedNow), others: count(preview.notConcerned) })}
      </p>
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  hint: string;
  errors: string[];
  value: string;
  onChange: (value: string) => void;
}

function NumberField({ label, hint, errors, value, onChange }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} errors={errors}>
      {(control) => (
        <input
          {...control}
          type="number"
          inputMode="decimal"
          min="0"
          step="any"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
