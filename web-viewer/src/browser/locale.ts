import { type Language, pickLanguage, type Translate, translator } from '../i18n/translate.js';
import { recall, remember } from './memory.js';

const KEY = 'vigie.language';

/** The language of all elements on the page; `change` is fired when it is switched. */
class Locale extends EventTarget {
  #language = pickLanguage(recall(KEY), navigator.languages);
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
    remember(KEY, language);
    this.dispatchEvent(new Event('change'));
  }
}

export const locale = new Locale();
