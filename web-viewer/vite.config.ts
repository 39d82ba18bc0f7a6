import { defineConfig } from 'vite';

const pages = ['index.html', 'watch.html', 'camera.html'];

export default defineConfig({
  // Relative, so that the server can mount the application under any path by rewriting <base>.
  base: './',
  build: {
    target: 'es2022',
    // The Content-Security-Policy has no room for inlined scripts, and one file per asset caches best.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: pages },
  },
});
