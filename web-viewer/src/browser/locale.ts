import { type Language, pickLanguage, type Translate, translator } from '../i18n/translate.js';

const KEY = 'vigie.language';

/** The language of all elements on the page; `change` is fired when it is switched. */
class Locale extends EventTarget {
  #language = pickLanguage(recall(), navigator.languages);
  #translate = translator(this.#language);

  get language(): Language {
    return this.#language;
  }

  get t(): Translate {
    return this.#translate;
  }

  /** Switches, and remembers it for the next visit. */
  choose(language: Language): void {
    this.#language = language;
    this.#translate = translator(language);
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // Blocked storage: the choice holds for this page.
    }
    this.dispatchEvent(new Event('change'));
  }
}

export const locale = new Locale();

function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
