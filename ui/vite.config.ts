import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// The build goes into the Go package that embeds it. There is no index.html: the
// server's pages are the shell, and find the script through the manifest.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../web/dist',
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    target: 'es2022',
    assetsInlineLimit: 0,
    rollupOptions: { input: 'src/main.ts' },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7070' } },
  test: { include: ['src/**/*.test.ts'] },
})
