// swagger-parser and redocly read the description of the API: no error and no warning.
import { execFileSync } from 'node:child_process';
import SwaggerParser from '@apidevtools/swagger-parser';
import { assert, OPENAPI } from './house.mjs';

const api = await SwaggerParser.validate(OPENAPI);
const ids = Object.values(api.paths).flatMap(p => Object.values(p)).map(o => o.operationId);
assert.equal(new Set(ids).size, ids.length, 'operation ids are unique');
assert.ok(ids.every(Boolean), 'every operation has an id');

let told;
try {
  told = execFileSync('node_modules/.bin/redocly', ['lint', OPENAPI, '--config', 'redocly.yaml', '--format', 'json'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } });
} catch (fault) {
  told = fault.stdout;
}
const { totals, problems } = JSON.parse(told);
assert.deepEqual([totals.errors, totals.warnings], [0, 0],
  problems.map(p => `${p.ruleId}: ${p.message} ${p.location?.[0]?.pointer}`).join('\n'));
console.log(`${ids.length} việc`);
