import '../styles/page.css';
import { locale } from '../browser/locale.js';
import { takeTokenFromAddress } from '../browser/session.js';

/** What every page does first; the elements come after it, so that they find the token. */
takeTokenFromAddress();
nameLanguage();
locale.addEventListener('change', nameLanguage);

function nameLanguage(): void {
  document.documentElement.lang = locale.language;
}
