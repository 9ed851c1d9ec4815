/**
 * Builds the widget: one ES module with all it needs, styles included, that fetches nothing.
 *
 * The labextension's own builder makes modules for JupyterLab; the widget also runs elsewhere.
 */

import { readFile } from 'node:fs/promises';

import { build, transform } from 'esbuild';

const stylesAsText = {
  name: 'styles-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        loader: 'css',
        minify: true
      });
      return { contents: code, loader: 'text' };
    });
  }
};

await build({
  entryPoints: ['src/widget/index.tsx'],
  outfile: '../jupyter_tutor/widgets/static/widget.js',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  charset: 'utf8',
  legalComments: 'eof',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [stylesAsText],
  logLevel: 'warning'
});
