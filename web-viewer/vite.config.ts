import { defineConfig } from 'vite';

const pages = {
  index: 'index.html',
  watch: 'watch.html',
  camera: 'camera.html',
  ops: 'ops.html',
};
/** For pages of others: the one file whose name does not change from build to build. */
const embeddable = { 'vigie-player': 'src/elements/player.ts' };

export default defineConfig({
  // Relative, so that the server can mount the application under any path by rewriting <base>.
  base: './',
  build: {
    target: 'es2022',
    // The Content-Security-Policy has no room for inlined scripts, and one file per asset caches best.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { ...pages, ...embeddable },
      output: {
        entryFileNames: ({ name }) =>
          name in embeddable ? 'assets/[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
