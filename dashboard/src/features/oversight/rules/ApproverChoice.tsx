import { useId, useState } from 'react';
import { t } from '../../../i18n/language';
import { describeError } from '../../../ui/describeError';
import { useApprovers } from '../queries';
import { approverOptions } from './approverOptions';

interface ApproverChoiceProps {
  label: string;
  hint: string;
  errors: string[];
  /** Their ids. */
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** Names approvers. Who is named and no approver any more stays, as an id, until somebody takes the mark away. */
export function ApproverChoice({ label, hint, errors, chosen, onChange }: ApproverChoiceProps) {
  const noteId = useId();
  const { data: approvers, error } = useApprovers();
  const [atFirst] = useState(chosen);
  const options = approverOptions(approvers ?? [], [...atFirst, ...chosen]);
  const isInvalid = errors.length > 0;
  return (
    <fieldset className="choices" aria-describedby={noteId}>
      <legend>{label}</legend>
      {approvers === undefined ? (
        <p className="muted">{error === null ? t('state.loading') : describeError(error)}</p>
      ) : (
        options.length === 0 && <p className="muted">{t('rules.nobody')}</p>
      )}
      {options.map(({ userId, name, note }) => (
        <label key={userId} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(userId)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, userId] : chosen.filter((id) => id !== userId))
            }
          />
          <span>
            {name}
            {approvers !== undefined && note !== null && <span className="field-hint">{note}</span>}
          </span>
        </label>
      ))}
      <p id={noteId} className={isInvalid ? 'field-error' : 'field-hint'}>
        {isInvalid ? errors.join(' ') : hint}
      </p>
    </fieldset>
  );
}
