import { useState, type SubmitEvent } from 'react';
import { ApiError } from '../../api/errors';
import type { NewAgent, Strategy } from '../../api/types';
import { t } from '../../i18n/language';
import { Dialog } from '../../ui/Dialog';
import { ErrorNote } from '../../ui/ErrorNote';
import { Field } from '../../ui/Field';
import { useCreateAgent } from './queries';

const strategies: Strategy[] = ['conservative', 'balanced', 'aggressive', 'custom'];

/** The limits live in the server: what it says about a field appears at that field. */
export function CreateAgentDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({
    name: '',
    strategy: 'balanced' as Strategy,
    initialBudget: '10000',
    riskTolerance: '5',
    assetPreferences: '',
  });
  const create = useCreateAgent(onClose);
  const errorsAbout = (field: string) => (create.error instanceof ApiError ? create.error.about(field) : []);
  const set = (change: Partial<typeof form>) => setForm((current) => ({ ...current, ...change }));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.start(toNewAgent(form));
  };

  return (
    <Dialog title={t('agents.create')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Field label={t('agent.name')} errors={errorsAbout('name')}>
          {(control) => (
            <input
              {...control}
              autoComplete="off"
              value={form.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('agent.strategy')} hint={t(`strategy.${form.strategy}.hint`)} errors={errorsAbout('strategy')}>
          {(control) => (
            <select
              {...control}
              value={form.strategy}
              onChange={(event) => set({ strategy: event.target.value as Strategy })}
            >
              {strategies.map((strategy) => (
                <option key={strategy} value={strategy}>
                  {t(`strategy.${strategy}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="field-row">
          <Field label={t('create.budget')} hint={t('create.budgetHint')} errors={errorsAbout('initialBudget')}>
            {(control) => (
              <input
                {...control}
                type="number"
                inputMode="decimal"
                step="100"
                value={form.initialBudget}
                onChange={(event) => set({ initialBudget: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('create.risk')} hint={t('create.riskHint')} errors={errorsAbout('riskTolerance')}>
            {(control) => (
              <input
                {...control}
                type="number"
                inputMode="numeric"
                value={form.riskTolerance}
                onChange={(event) => set({ riskTolerance: event.target.value })}
              />
            )}
          </Field>
        </div>
        <Field label={t('create.assets')} hint={t('create.assetsHint')} errors={errorsAbout('assetPreferences')}>
          {(control) => (
            <input
              {...control}
              autoComplete="off"
              value={form.assetPreferences}
              onChange={(event) => set({ assetPreferences: event.target.value })}
            />
          )}
        </Field>
        {create.error && <ErrorNote error={create.error} />}
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={create.isPending}>
            {t(create.isPending ? 'create.working' : 'agents.create')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Leaves out what was not filled in, so that the server can say that it is missing. */
function toNewAgent(
  form: Record<'name' | 'initialBudget' | 'riskTolerance' | 'assetPreferences', string> & { strategy: Strategy },
): NewAgent {
  const assetPreferences = form.assetPreferences
    .split(/[\s,]+/)
    .filter((symbol) => symbol !== '')
    .map((symbol) => symbol.toUpperCase());
  return {
    name: form.name.trim(),
    strategy: form.strategy,
    ...(form.initialBudget !== '' && { initialBudget: Number(form.initialBudget) }),
    ...(form.riskTolerance !== '' && { riskTolerance: Number(form.riskTolerance) }),
    ...(assetPreferences.length > 0 && { assetPreferences }),
  };
}
