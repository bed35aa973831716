import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

// Short names of styles and no version to find: the first load counts every byte.
export default { preprocess: vitePreprocess({ script: true }), compilerOptions: { runes: true, discloseVersion: false, cssHash: ({ hash, css }) => 's' + hash(css).slice(0, 4) } }
