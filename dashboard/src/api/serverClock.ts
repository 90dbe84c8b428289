let offset = 0;

/** The server's wall clock in milliseconds, as far as the last answer's Date header tells; a laptop's own may be off. */
export const serverNow = (): number => Date.now() + offset;

/** Takes the offset from an answer. The header has whole seconds, so smaller differences are left alone. */
export function syncServerClock(response: Response): void {
  const date = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(date)) {
    const difference = date - Date.now();
    offset = Math.abs(difference) > 2000 ? difference : 0;
  }
}
