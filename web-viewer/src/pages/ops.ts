import './page.js';
import '../elements/ops-page.js';
