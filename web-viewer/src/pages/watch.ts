import './page.js';
import '../elements/watch-page.js';
