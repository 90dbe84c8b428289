import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative paths: the same build works at the site's root and below a prefix.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // Nothing is inlined as a data: URI, so that a strict Content-Security-Policy holds.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { setupFiles: ['src/test/browserGlobals.ts'] },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: 'http://127.0.0.1:7071', ws: true } },
  },
});
