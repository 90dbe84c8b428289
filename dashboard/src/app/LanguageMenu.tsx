import { languages, setLanguage, t, useLanguage, type Language } from '../i18n/language';

const names: Record<Language, string> = { en: 'English', es: 'Español', zh: '中文' };

export function LanguageMenu() {
  const language = useLanguage();
  return (
    <select
      className="language-menu"
      aria-label={t('language.label')}
      value={language}
      onChange={(event) => setLanguage(event.target.value as Language)}
    >
      {languages.map((code) => (
        <option key={code} value={code} lang={code}>
          {names[code]}
        </option>
      ))}
    </select>
  );
}
