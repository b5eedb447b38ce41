// openapi-typescript makes a client of the description, tsc compiles a tour with it, node runs the tour.
import { execFileSync } from 'node:child_process';
import { copyFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { FOLDER, OPENAPI } from './house.mjs';

const api = astToString(await openapiTS(new URL(`file://${OPENAPI}`)));
writeFileSync(join(FOLDER, 'api.ts'), api);
writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }');
copyFileSync('tour.ts', join(FOLDER, 'tour.ts'));
symlinkSync(resolve('node_modules'), join(FOLDER, 'node_modules'));
const run = (program, ...args) => execFileSync(process.execPath, [program, ...args],
  { cwd: FOLDER, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
try {
  run('node_modules/typescript/bin/tsc', '--strict', '--noEmit', 'false', '--target', 'es2022', '--module', 'esnext',
    '--moduleResolution', 'bundler', '--types', 'node', '--skipLibCheck', 'tour.ts');
} catch (fault) {
  throw new Error(fault.stdout);
}
console.log(run('tour.js').trim());
