import { useState } from 'react';

/** Steps through pages that are reached by tokens only: forward with the next one, back along the way that was taken. */
export function usePages() {
  const [tokens, setTokens] = useState<string[]>([]);
  return {
    pageToken: tokens.at(-1) ?? null,
    pageNumber: tokens.length + 1,
    next: (token: string) => setTokens((taken) => [...taken, token]),
    previous: () => setTokens((taken) => taken.slice(0, -1)),
  };
}
