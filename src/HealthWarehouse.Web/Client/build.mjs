// Builds wwwroot/dist: one stylesheet (Tabler, only what the pages use, and our own), one script, the icons used, the font.
import { build } from 'esbuild';
import { PurgeCSS } from 'purgecss';
import { readFileSync, writeFileSync, mkdirSync, copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const out = '../wwwroot/dist';
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const pages = files('..', /\.(razor|cs)$/).filter(f => !f.includes('/Client/'));
const scripts = files('.', /\.ts$/).filter(f => !f.includes('node_modules'));
const source = [...pages, ...scripts].map(f => readFileSync(f, 'utf8')).join('\n');

await build({ entryPoints: ['portal.ts'], bundle: true, format: 'esm', minify: true, splitting: true, target: 'es2022', outdir: out });
await build({ entryPoints: ['theme-now.ts'], bundle: true, format: 'iife', minify: true, target: 'es2022', outdir: out });
const css = await build({
  entryPoints: ['portal.css'], bundle: true, minify: true, write: false, external: ['*.woff2'], outdir: out, loader: { '.svg': 'dataurl' },
});
const [purged] = await new PurgeCSS().purge({
  content: [{ raw: source, extension: 'html' }],
  css: [{ raw: css.outputFiles[0].text }],
  safelist: {
    standard: ['html', 'body', 'active', 'valid', 'invalid', 'validation-message', 'modified', 'is-invalid', /^:/],
    greedy: [/data-bs-theme/, /data-letters/, /chart-place/],
  },
  variables: false,
});
writeFileSync(join(out, 'portal.css'), inRem(followDevice(purged.css)));

for (const [file, name] of [['vietnamese', 'inter-vietnamese'], ['latin', 'inter-latin']])
  copyFileSync(`node_modules/@fontsource-variable/inter/files/inter-${file}-wght-normal.woff2`, join(out, `${name}.woff2`));

// For PDF: the printed forms need a font of their own.
for (const face of ['DejaVuSerifCondensed', 'DejaVuSerifCondensed-Bold'])
  copyFileSync(`node_modules/dejavu-fonts-ttf/ttf/${face}.ttf`, join(out, `${face}.ttf`));

const names = new Set([...source.matchAll(/(?:Icon Name|Icon|Name)="([a-z0-9-]+)"|"([a-z]+(?:-[a-z0-9]+)*)"/g)].map(m => m[1] ?? m[2]));
const symbols = [...names].sort().flatMap(name => {
  try {
    const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, 'utf8');
    const inner = svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, '').replace(/<\/svg>\s*$/, '').replace(/\s+/g, ' ').trim();
    const pen = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
    return [`<symbol id="${name}" viewBox="0 0 24 24" ${pen}>${inner}</symbol>`];
  } catch { return []; }
});
writeFileSync(join(out, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`);
console.error(`portal.css ${Math.round(purged.css.length / 1024)} KB, ${symbols.length} icons`);

// Letters are declared in px of the usual size; in rem they follow the size an account reads with.
function inRem(css) {
  return css.replace(/(font-size|font):([^;}]*)/g, (_, property, value) =>
    `${property}:${value.replace(/(\d*\.?\d+)px/g, (_, px) => `${px / 16}rem`)}`);
}

// Where no script writes a theme on the page, what holds for the dark one holds on a dark device.
function followDevice(css) {
  return css.replace(/([^{}]*\[data-bs-theme="?dark"?\][^{}]*)\{([^{}]*)\}/g, (rule, selectors, body) => {
    const dark = /^(:root)?\[data-bs-theme="?dark"?\]/;
    const own = selectors.match(/(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+/g).map(s => s.trim()).filter(s => dark.test(s));
    if (own.length === 0) return rule;
    const unsaid = own.map(s => s.replace(dark, ':where(:root):not([data-bs-theme])')).join(',');
    return `${rule}@media (prefers-color-scheme:dark){${unsaid}{${body}}}`;
  });
}

function files(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(e =>
    !e.isDirectory() ? (pattern.test(e.name) ? [join(folder, e.name)] : [])
      : ['node_modules', 'bin', 'obj', 'wwwroot'].includes(e.name) ? [] : files(join(folder, e.name), pattern));
}
