import { HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { api } from '../../api/client';
import type { LiveEvent } from '../../api/types';

export type ConnectionState = 'connecting' | 'live' | 'paused';

const firstRetryMs = 1000;
const slowestRetryMs = 15_000;

/**
 * Keeps one connection to the server's push hub until the signal aborts. Every attempt negotiates anew, because the
 * address and its token end; a lost connection is tried again at once, then ever more slowly, forever.
 */
export async function keepConnected(
  onEvent: (event: LiveEvent) => void,
  onState: (state: ConnectionState) => void,
  signal: AbortSignal,
): Promise<void> {
  const ended = () => signal.aborted;
  let delay = firstRetryMs;
  onState('connecting');
  while (!ended()) {
    try {
      const connection = await connect(onEvent);
      if (!ended()) onState('live');
      delay = firstRetryMs;
      await closed(connection, signal);
    } catch {
      // Told by the state; the next attempt follows.
    }
    if (ended()) return;
    onState('paused');
    await wait(delay * (0.5 + Math.random() / 2), signal);
    delay = Math.min(delay * 2, slowestRetryMs);
  }
}

async function connect(onEvent: (event: LiveEvent) => void): Promise<HubConnection> {
  const { url, accessToken } = await api.realtime.negotiate();
  const connection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .configureLogging(LogLevel.None)
    .build();
  connection.on('event', onEvent);
  await connection.start();
  return connection;
}

function closed(connection: HubConnection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    connection.onclose(() => resolve());
    const stop = () => void connection.stop();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Ends early when the network comes back or the signal aborts. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
