import { fileURLToPath } from 'node:url';
import { defineConfig, searchForWorkspaceRoot } from 'vite';

const folder = fileURLToPath(new URL('.', import.meta.url));
const backend = process.env.HOLDFAST_BACKEND ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: folder,
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's Content-Security-Policy lets nothing be fetched from a data: URL.
    assetsInlineLimit: 0,
  },
  server: {
    fs: { allow: [searchForWorkspaceRoot(folder)] },
    proxy: Object.fromEntries(
      ['/conversation', '/message', '/completion', '/demo'].map((path) => [path, { target: backend }]),
    ),
  },
});
