import { useId, type ReactNode } from 'react';

interface ControlProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

interface FieldProps {
  label: string;
  hint?: string;
  errors?: string[] | undefined;
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control with its hint and the server's messages about it. */
export function Field({ label, hint, errors = [], children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const invalid = errors.length > 0;
  const note = invalid ? errors.join(' ') : hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': invalid, 'aria-describedby': note === undefined ? undefined : noteId })}
      {note !== undefined && (
        <p id={noteId} className={invalid ? 'field-error' : 'field-hint'}>
          {note}
        </p>
      )}
    </div>
  );
}
