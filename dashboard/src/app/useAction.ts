import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';

/**
 * A change that the user asks for. Asking again while it is on its way changes nothing: a double click comes before the
 * button can be drawn as disabled, and would otherwise send two orders.
 */
export function useAction<Answer, Wish = void>(options: UseMutationOptions<Answer, Error, Wish>) {
  const busy = useRef(false);
  const { mutate, isPending, error, data } = useMutation({
    ...options,
    onSettled: async (...settled) => {
      busy.current = false;
      await options.onSettled?.(...settled);
    },
  });
  const start = useCallback(
    (wish: Wish) => {
      if (busy.current) return;
      busy.current = true;
      mutate(wish);
    },
    [mutate],
  );
  return { start, isPending, error, data };
}
