// openapi-typescript and hey-api make clients of the description, tsc compiles a tour with each, node runs the tours.
import { execFileSync } from 'node:child_process';
import { copyFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import openapiTS, { astToString } from 'openapi-typescript';
import { FOLDER, OPENAPI } from './house.mjs';

const api = astToString(await openapiTS(new URL(`file://${OPENAPI}`)));
writeFileSync(join(FOLDER, 'api.ts'), api);
writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }');
await createClient({ input: OPENAPI, output: { path: join(FOLDER, 'hey'), importFileExtension: '.js' }, logs: { level: 'silent' },
  plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'] });
for (const tour of ['tour.ts', 'hey-tour.ts']) copyFileSync(tour, join(FOLDER, tour));
symlinkSync(resolve('node_modules'), join(FOLDER, 'node_modules'));
const run = (program, ...args) => execFileSync(process.execPath, [program, ...args],
  { cwd: FOLDER, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
try {
  run('node_modules/typescript/bin/tsc', '--strict', '--noEmit', 'false', '--target', 'es2022', '--module', 'esnext',
    '--moduleResolution', 'bundler', '--types', 'node', '--skipLibCheck', 'tour.ts', 'hey-tour.ts');
} catch (fault) {
  throw new Error(fault.stdout);
}
for (const tour of ['tour.js', 'hey-tour.js']) console.log(run(tour).trim());
