import './page.js';
import '../elements/home-page.js';
