import type { SignInAnswer, User } from './types';

export interface Session {
  token: string;
  refreshToken: string;
  /** Wall-clock milliseconds. */
  expiresAt: number;
  user: User;
}

/** Whether a session ended by itself, not by signing out: people want to be told. */
let lapsed = false;

const storageKey = 'session';
const listeners = new Set<() => void>();
let current = read();

/** Who is signed in. Kept in memory and, to survive a reload, in this tab's sessionStorage. */
export const session = {
  get: (): Session | null => current,

  start: (answer: SignInAnswer): void => {
    lapsed = false;
    change({
      token: answer.token,
      refreshToken: answer.refreshToken,
      expiresAt: Date.now() + answer.expiresIn * 1000,
      user: answer.user,
    });
  },

  end: (): void => change(null),

  /** The signed-in user has set up an authenticator. */
  noteTotpEnabled: (): void => {
    if (current !== null) change({ ...current, user: { ...current.user, totpEnabled: true } });
  },

  /** Ends a session that the server no longer accepts. */
  lapse: (): void => {
    lapsed = true;
    change(null);
  },

  hasLapsed: (): boolean => lapsed,

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function change(next: Session | null): void {
  current = next;
  if (next === null) {
    sessionStorage.removeItem(storageKey);
  } else {
    sessionStorage.setItem(storageKey, JSON.stringify(next));
  }
  listeners.forEach((listener) => listener());
}

function read(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}
