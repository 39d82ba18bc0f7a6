import { en, type MessageKey, type Messages } from './en.js';
import { fr } from './fr.js';

export type Language = 'en' | 'fr';
export type Parameters = Readonly<Record<string, string | number>>;
/** Words for a key, with `{name}` replaced by the parameter of that name. */
export type Translate = (key: MessageKey, parameters?: Parameters) => string;

const MESSAGES: Readonly<Record<Language, Messages>> = { en, fr };

export function translator(language: Language): Translate {
  const messages = MESSAGES[language];
  return (key, parameters = {}) =>
    messages[key].replace(/\{(\w+)\}/g, (hole, name: string) => String(parameters[name] ?? hole));
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

export function isLanguage(text: unknown): text is Language {
  return text === 'en' || text === 'fr';
}

/** What was chosen before; else the first of the browser's languages that we have; else English. */
export function pickLanguage(chosen: string | null, preferred: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  const codes = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  return codes.find(isLanguage) ?? 'en';
}
