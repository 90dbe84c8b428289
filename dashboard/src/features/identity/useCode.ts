import { useState } from 'react';
import { ApiError } from '../../api/errors';

/** The one-time code of a form, which is asked for once the server has said that it wants one. */
export function useCode(error: Error | null) {
  const [asked, setAsked] = useState(false);
  const [code, setCode] = useState('');
  const wanted = asked || (error instanceof ApiError && error.wantsCode);
  if (wanted && !asked) setAsked(true);
  return { wanted, code, setCode, given: wanted && code !== '' ? code : null };
}
