import { useEffect, useState } from 'react';
import { serverNow } from '../api/serverClock';

/** The server's wall clock in milliseconds, moving on every second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
