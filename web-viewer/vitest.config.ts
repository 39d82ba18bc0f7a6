import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/pages/**'],
        },
      },
      inChromium('pages', 'test/pages/*.pages.test.ts'),
      inChromium('screenshots', 'test/pages/screenshots.test.ts'),
    ],
  },
});

/** Tests of the built pages in a real browser; they need dist/ and Chromium. */
function inChromium(name: string, files: string): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      environment: 'node',
      include: [files],
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  };
}
