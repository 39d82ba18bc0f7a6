import './page.js';
import '../elements/camera-page.js';
