import { ApiError, NetworkError } from './errors';
import { syncServerClock } from './serverClock';
import { session } from './session';
import type { SignInAnswer } from './types';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const base = '/api/v1';
const timeoutMs = 15_000;
/** Waits before the second and third attempt of a request whose outcome is unknown. */
const retryDelaysMs = [1000, 2000];
const refreshAheadMs = 30_000;

/** Keys of unsafe requests whose outcome is unknown: sending the same again must not do it twice. */
const undecidedKeys = new Map<string, string>();
let refreshing: Promise<void> | null = null;

/**
 * Sends an API request as the signed-in user, refreshing the token when it has to.
 * An unsafe request carries an Idempotency-Key and is tried again, under the same key, while its outcome is unknown.
 * @throws ApiError when the server refuses, NetworkError when it cannot be reached.
 */
export function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const json = body === undefined ? null : JSON.stringify(body);
  return method === 'GET' ? ask<T>(method, path, json, null, signal) : changeOnce<T>(method, path, json);
}

/** Signs in; the session starts. The one-time code is for users who have enrolled an authenticator. */
export async function signIn(email: string, password: string, totpCode: string | null): Promise<void> {
  session.start(await authenticate('/auth/login', { email, password, ...(totpCode !== null && { totpCode }) }));
}

/** Ends the session here at once. Where the server cannot be told, its refresh token ends by its own expiry. */
export async function signOut(): Promise<void> {
  const ended = session.get();
  session.end();
  if (ended !== null) {
    const body = JSON.stringify({ refreshToken: ended.refreshToken });
    await send('POST', '/auth/logout', body, ended.token).catch(() => undefined);
  }
}

async function changeOnce<T>(method: Method, path: string, json: string | null): Promise<T> {
  const identity = `${method} ${path} ${json ?? ''}`;
  const key = undecidedKeys.get(identity) ?? crypto.randomUUID();
  undecidedKeys.set(identity, key);
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await ask<T>(method, path, json, key);
      undecidedKeys.delete(identity);
      return answer;
    } catch (error) {
      if (!isUndecided(error)) {
        undecidedKeys.delete(identity);
        throw error;
      }
      const delay = retryDelaysMs[attempt];
      if (delay === undefined) throw error;
      await pause(delay);
    }
  }
}

/** Whether the server may or may not have done it: no answer, a failure of its own, or the first try still runs. */
function isUndecided(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  return error instanceof ApiError && (error.status >= 500 || error.type === '/problems/request-in-progress');
}

async function ask<T>(
  method: Method,
  path: string,
  json: string | null,
  idempotencyKey: string | null,
  signal?: AbortSignal,
): Promise<T> {
  const response = await sendSignedIn(method, path, json, idempotencyKey, signal);
  if (!response.ok) {
    throw await ApiError.from(response);
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function sendSignedIn(
  method: Method,
  path: string,
  json: string | null,
  idempotencyKey: string | null,
  signal?: AbortSignal,
): Promise<Response> {
  if ((session.get()?.expiresAt ?? Infinity) < Date.now() + refreshAheadMs) {
    await refresh();
  }
  const sentToken = session.get()?.token;
  const response = await send(method, path, json, sentToken, idempotencyKey, signal);
  if (response.status !== 401 || session.get() === null) {
    return response;
  }
  if (session.get()?.token === sentToken) {
    await refresh();
  }
  return send(method, path, json, session.get()?.token, idempotencyKey, signal);
}

/** One refresh at a time: the server accepts each refresh token once. */
function refresh(): Promise<void> {
  refreshing ??= (async () => {
    try {
      const refreshToken = session.get()?.refreshToken;
      session.start(await authenticate('/auth/refresh', { refreshToken }));
    } catch (error) {
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) {
        session.lapse();
      }
      throw error;
    } finally {
      refreshing = null;
    }
  })();
  return refreshing;
}

async function authenticate(path: string, body: unknown): Promise<SignInAnswer> {
  const response = await send('POST', path, JSON.stringify(body));
  if (!response.ok) {
    throw await ApiError.from(response);
  }
  return (await response.json()) as SignInAnswer;
}

async function send(
  method: Method,
  path: string,
  json: string | null,
  token?: string,
  idempotencyKey?: string | null,
  signal?: AbortSignal,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (json !== null) headers.set('content-type', 'application/json');
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(base + path, {
      method,
      headers,
      body: json,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    syncServerClock(response);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NetworkError('The server could not be reached.', { cause: error });
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
