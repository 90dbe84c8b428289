import type { TriggerKind } from '../../../api/oversightTypes';
import { t } from '../../../i18n/language';
import { Field } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { deepest, hasBound, isJoined, newTrigger, withKind, type DraftTrigger } from './draft';

const simple: TriggerKind[] = ['value', 'concentration', 'volatility', 'confidence', 'first_trade'];
const joins: TriggerKind[] = ['all', 'any'];

interface TriggerEditorProps {
  trigger: DraftTrigger;
  /** Where it is in the rules, as the server names it. */
  path: string;
  depth?: number;
  errorsAt: (path: string) => string[];
  onChange: (trigger: DraftTrigger) => void;
  /** None where there must be a condition. */
  onRemove?: () => void;
}

/** A condition, or several joined by AND or OR, each of which is edited in the same way. */
export function TriggerEditor({ trigger, path, depth = 1, errorsAt, onChange, onRemove }: TriggerEditorProps) {
  const { kind, bound, of } = trigger;
  const kinds = depth < deepest ? [...simple, ...joins] : simple;
  const change = (index: number, changed: DraftTrigger) => onChange({ ...trigger, of: of.with(index, changed) });
  return (
    <fieldset className="trigger">
      <legend>{isJoined(kind) ? t(`trigger.${kind}`) : t('trigger.condition')}</legend>
      <div className="field-row">
        <Field label={t('trigger.kind')} errors={errorsAt(`${path}.kind`)}>
          {(control) => (
            <select
              {...control}
              value={kind}
              onChange={(event) => onChange(withKind(trigger, event.target.value as TriggerKind))}
            >
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {t(`trigger.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {hasBound(kind) && (
          <Field
            label={t(`trigger.bound.${kind as 'value'}`)}
            hint={t(`trigger.default.${kind as 'value'}`)}
            errors={errorsAt(`${path}.bound`)}
          >
            {(control) => (
              <input
                {...control}
                type="number"
                inputMode="decimal"
                min="0"
                step="any"
                value={bound}
                onChange={(event) => onChange({ ...trigger, bound: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      {isJoined(kind) && (
        <>
          {of.map((part, index) => (
            <TriggerEditor
              key={part.id}
              trigger={part}
              path={`${path}.of[${index}]`}
              depth={depth + 1}
              errorsAt={errorsAt}
              onChange={(changed) => change(index, changed)}
              {...(of.length > 1 && { onRemove: () => onChange({ ...trigger, of: of.toSpliced(index, 1) }) })}
            />
          ))}
          <button type="button" className="button" onClick={() => onChange({ ...trigger, of: [...of, newTrigger()] })}>
            <Icon name="plus" /> {t('trigger.add')}
          </button>
        </>
      )}
      {onRemove !== undefined && (
        <button type="button" className="link-button" onClick={onRemove}>
          {t('trigger.remove')}
        </button>
      )}
    </fieldset>
  );
}
