import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError, NetworkError } from './errors';
import { request, signIn, signOut } from './http';
import { session } from './session';

type Answer = Response | Error;

const user = { userId: 'usr_1', email: 'trader@demo.local', fullName: 'T', role: 'trader' };
let sent: { path: string; headers: Headers; body: string | null }[];
let answer: (path: string, headers: Headers) => Answer;

const json = (body: unknown, status = 200) => Response.json(body, { status });
const tokens = (number: number) =>
  json({ token: `token${number}`, refreshToken: `refresh${number}`, expiresIn: 3600, user });
const keysSent = () => sent.map(({ headers }) => headers.get('idempotency-key'));

beforeEach(async () => {
  vi.useFakeTimers();
  sent = [];
  vi.stubGlobal('fetch', (path: string, init: { headers: Headers; body: string | null }) => {
    sent.push({ path, headers: init.headers, body: init.body });
    const given = answer(path, init.headers);
    return given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
  });
  answer = () => tokens(1);
  await signIn('trader@demo.local', 'secret', null);
  sent = [];
});

afterEach(() => {
  session.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('sends the token, and a key only with what changes something', async () => {
  answer = () => json({});
  await request('GET', '/agents');
  await request('POST', '/agents', { name: 'A' });
  expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token1', 'Bearer token1']);
  expect(keysSent()).toEqual([null, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
});

it('refreshes once for many refused requests and sends each again', async () => {
  answer = (path, headers) => {
    if (path.endsWith('/auth/refresh')) return tokens(2);
    return headers.get('authorization') === 'Bearer token2' ? json({ ok: true }) : json({}, 401);
  };
  const answers = await Promise.all([request('GET', '/agents'), request('GET', '/market/status')]);
  expect(answers).toEqual([{ ok: true }, { ok: true }]);
  expect(sent.filter(({ path }) => path.endsWith('/auth/refresh'))).toHaveLength(1);
});

it('refreshes ahead of the token’s end', async () => {
  answer = (path) => (path.endsWith('/auth/refresh') ? tokens(2) : json({}));
  vi.advanceTimersByTime(3_580_000);
  await request('GET', '/agents');
  expect(sent.map(({ path }) => path)).toEqual(['/api/v1/auth/refresh', '/api/v1/agents']);
});

it('ends the session when the refresh token is refused too', async () => {
  answer = () => json({ detail: 'The token has ended.' }, 401);
  await expect(request('GET', '/agents')).rejects.toBeInstanceOf(ApiError);
  expect(session.get()).toBeNull();
  expect(session.hasLapsed()).toBe(true);
});

it('keeps the session when the refresh fails for want of a network', async () => {
  answer = (path) => (path.endsWith('/auth/refresh') ? new TypeError('failed to fetch') : json({}, 401));
  await expect(request('GET', '/agents')).rejects.toBeInstanceOf(NetworkError);
  expect(session.get()?.token).toBe('token1');
});

it('tries an unsafe request again under the same key', async () => {
  let failures = 2;
  answer = () => (failures-- > 0 ? new TypeError('failed to fetch') : json({ tradeId: 'trd_1' }));
  const trade = request('POST', '/agents/agt_1/trades', { quantity: 1 });
  await vi.runAllTimersAsync();
  expect(await trade).toEqual({ tradeId: 'trd_1' });
  expect(new Set(keysSent()).size).toBe(1);
  expect(sent).toHaveLength(3);
});

it('keeps the key of a request whose outcome is unknown for when the user sends it again', async () => {
  answer = () => new TypeError('failed to fetch');
  const lost = expect(request('POST', '/agents/agt_1/trades', { quantity: 1 })).rejects.toBeInstanceOf(NetworkError);
  await vi.runAllTimersAsync();
  await lost;
  answer = () => json({ tradeId: 'trd_1' });
  await request('POST', '/agents/agt_1/trades', { quantity: 1 });
  const [first] = keysSent();
  expect(keysSent().at(-1)).toBe(first);
  await request('POST', '/agents/agt_1/trades', { quantity: 1 });
  expect(keysSent().at(-1)).not.toBe(first);
});

it('keeps the key when the server failed or still works on it, and not when it refused', async () => {
  const refusals = [
    json({}, 500),
    json({}, 500),
    json({}, 500),
    json({ type: '/problems/request-in-progress' }, 409),
    json({}, 422),
  ];
  answer = () => refusals.shift() ?? json({ tradeId: 'trd_1' });
  const failed = expect(request('POST', '/agents/agt_1/trades', { quantity: 2 })).rejects.toMatchObject({
    status: 500,
  });
  await vi.runAllTimersAsync();
  await failed;
  const refused = expect(request('POST', '/agents/agt_1/trades', { quantity: 2 })).rejects.toMatchObject({
    status: 422,
  });
  await vi.runAllTimersAsync();
  await refused;
  expect(new Set(keysSent()).size).toBe(1);
  await request('POST', '/agents/agt_1/trades', { quantity: 2 });
  expect(new Set(keysSent()).size).toBe(2);
});

it('tells what the server refused, field by field, with the reference', async () => {
  const problem = {
    title: 'Invalid',
    detail: 'The agent is not valid.',
    correlationId: 'c1',
    errors: { name: ['No.'] },
  };
  answer = () => json(problem, 400);
  const error = await request('POST', '/agents', {}).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    status: 400,
    message: 'The agent is not valid.',
    correlationId: 'c1',
    fields: { name: ['No.'] },
  });
});

it('signs out here even when the server cannot be told', async () => {
  answer = () => json({}, 500);
  await signOut();
  expect(session.get()).toBeNull();
});
