// Every documented GET is asked and its answer held against the description: status, kind of content, schema, times with their offset.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { assert, BASE, OPENAPI } from './house.mjs';

const api = JSON.parse(readFileSync(OPENAPI, 'utf8'));
const { cookies, values } = JSON.parse(process.env.ASKED);
const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
for (const number of ['int32', 'int64', 'double', 'float', 'binary']) ajv.addFormat(number, true);
ajv.addSchema(api, 'api');

const faults = [];
let times = 0;
for (const [path, { get }] of Object.entries(api.paths)) {
  if (!get || path.startsWith('/odata')) continue;
  const own = values[path] ?? {};
  const missing = (get.parameters ?? []).filter(p => p.required && own[p.name] === undefined && values['*'][p.name] === undefined);
  if (missing.length) {
    faults.push(`${path}: no value for ${missing.map(p => p.name)}`);
    continue;
  }
  const value = name => own[name] ?? values['*'][name];
  const address = new URL(BASE + path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(value(name))));
  for (const p of get.parameters ?? [])
    if (p.in === 'query' && value(p.name) !== undefined) address.searchParams.set(p.name, value(p.name));
  const cookie = cookies[own.as ?? '*'];
  await ask(path, get, address, { cookie }, 200);
  await ask(path, get, address, {}, 401);
}
assert.deepEqual(faults, []);
assert.ok(times > 10, `times were seen: ${times}`);
console.log(`${Object.keys(api.paths).length} đường dẫn, ${times} mốc thời gian`);

async function ask(path, get, address, headers, expected) {
  const answer = await fetch(address, { headers, redirect: 'manual' });
  const text = await answer.text();
  if (answer.status !== expected) return faults.push(`${path}: ${answer.status} ${text.slice(0, 200)}`);
  if (expected === 401 && !answer.headers.get('www-authenticate')) faults.push(`${path}: 401 does not say how to come in`);
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  const told = get.responses[answer.status]?.content?.[type];
  if (!told) return faults.push(`${path}: ${answer.status} ${type} is not described`);
  const escaped = part => part.replaceAll('~', '~0').replaceAll('/', '~1');
  const at = `api#/paths/${escaped(path)}/get/responses/${answer.status}/content/${escaped(type)}/schema`;
  const check = ajv.compile({ $ref: at.replaceAll('{', '%7B').replaceAll('}', '%7D') });
  for (const one of type === 'application/x-ndjson' ? text.trim().split('\n').slice(0, 20) : [text]) {
    const body = JSON.parse(one);
    if (!check(body)) faults.push(`${path}: ${ajv.errorsText(check.errors.slice(0, 4))}`);
    walk(body, path);
  }
}

// Whatever a schema says: what looks like a moment carries its offset.
function walk(body, path) {
  if (typeof body === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(body)) {
    times++;
    if (!/(Z|[+-]\d\d:\d\d)$/.test(body)) faults.push(`${path}: ${body} has no offset`);
  } else if (body && typeof body === 'object') Object.values(body).forEach(v => walk(v, path));
}
