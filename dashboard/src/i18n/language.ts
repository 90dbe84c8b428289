import { useSyncExternalStore } from 'react';
import { readPreference, writePreference } from '../app/preferences';
import en from './en.json';
import es from './es.json';
import zh from './zh.json';

export type Language = 'en' | 'es' | 'zh';
export type Key = keyof typeof en;
/** The name of a text that has a form for one and a form for many. */
export type CountedKey = { [K in Key]: K extends `${infer Name}_one` ? Name : never }[Key];

const texts: Record<Language, Record<Key, string>> = { en, es, zh };
const locales: Record<Language, string> = { en: 'en-US', es: 'es-ES', zh: 'zh-CN' };
const listeners = new Set<() => void>();
let language = initialLanguage();

export const languages = Object.keys(texts) as Language[];

/** The BCP 47 tag that numbers, dates and money are formatted by. */
export const locale = (): string => locales[language];

/** The text in the chosen language, each {name} replaced by its value. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return texts[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The form of the text that fits the count, which is its {count}. */
export function tCount(key: CountedKey, count: number, values: Record<string, string | number> = {}): string {
  const form = new Intl.PluralRules(locale()).select(count) === 'one' ? 'one' : 'other';
  return t(`${key}_${form}`, { count: new Intl.NumberFormat(locale()).format(count), ...values });
}

export function setLanguage(next: Language): void {
  language = next;
  writePreference('language', next);
  listeners.forEach((listener) => listener());
}

/** The chosen language; the calling component renders again when it changes, and so does all below it. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => language);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function initialLanguage(): Language {
  const wanted = [readPreference('language'), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return (wanted.find((tag) => tag !== null && tag in texts) ?? 'en') as Language;
}
