import { type CSSResultGroup, LitElement } from 'lit';
import { locale } from '../browser/locale.js';
import type { Language, Translate } from '../i18n/translate.js';
import { commonStyles, tokenStyles } from './styles.js';

/** An element that speaks the page's language and brings the design tokens along. */
export abstract class VigieElement extends LitElement {
  static override styles: CSSResultGroup = [tokenStyles, commonStyles];

  readonly #languageChanged = (): void => {
    this.requestUpdate();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    locale.addEventListener('change', this.#languageChanged);
  }

  override disconnectedCallback(): void {
    locale.removeEventListener('change', this.#languageChanged);
    super.disconnectedCallback();
  }

  protected get t(): Translate {
    return locale.t;
  }

  protected get language(): Language {
    return locale.language;
  }

  /** Asks whoever is above for something; requests go up as events, state comes down as properties. */
  protected request(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
