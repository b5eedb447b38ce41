// Every documented question is asked and its answer held against the description: status, kind of content, schema, times with their offset.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { assert, BASE, OPENAPI } from './house.mjs';

const api = JSON.parse(readFileSync(OPENAPI, 'utf8'));
const { KEY } = process.env;
const { cookies, values, messages, list } = JSON.parse(process.env.ASKED);
const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
for (const number of ['int32', 'int64', 'double', 'float', 'binary']) ajv.addFormat(number, true);
ajv.addSchema(api, 'api');

const faults = [];
let times = 0;
for (const [path, { get }] of Object.entries(api.paths)) {
  if (!get) continue;
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
  await ask(path, 'get', address, { headers: { cookie: cookies[own.as ?? '*'] } }, 200);
  await ask(path, 'get', address, {}, 401);
}

// What is sent: once as it should be, by nobody, and in the ways that go wrong most.
const key = { authorization: `Bearer ${KEY}` }, person = { cookie: cookies['*'] };
const json = body => ({ type: 'application/json', body: JSON.stringify(body) });
const [first, second] = messages.map(body => ({ type: 'application/xml', body }));
const { id, key: record } = values['*'];
const told = { facilityCode: '99001', episodeCode: 'HD-1', reason: 'gửi nhầm' };
const posted = {};
await post('/api/v1/deliveries', { ...key, 'idempotency-key': 'hd-1' }, first, 202);
await post('/api/v1/deliveries', { ...key, 'idempotency-key': 'hd-1' }, first, 202);
await post('/api/v1/deliveries', { ...key, 'idempotency-key': 'hd-1' }, second, 409);
await post('/api/v1/deliveries', { ...key, 'idempotency-key': 'x'.repeat(201) }, second, 400);
await post('/api/v1/deliveries', key, json({ content: '***' }), 422);
await post('/api/v1/deliveries/{id}/retry', person, {}, 200, { id });
await post('/api/v1/deliveries/{id}/retry', person, {}, 404, { id: 'khong-co' });
await post('/api/v1/deliveries/{id}/replay', person, {}, 202, { id });
await post('/api/v1/deliveries/{id}/replay', person, {}, 404, { id: 'khong-co' });
await post('/api/v1/operate/retry', person, {}, 200);
await post('/api/v1/episodes/cancel', key, json({ ...told, requestId: 'hd-huy' }), 202);
await post('/api/v1/episodes/cancel', key, json({ ...told, requestId: '' }), 422);
await post('/api/v1/episodes/cancel', key, json({ ...told, facilityCode: '99002', requestId: 'hd-khac' }), 403);
await post('/api/v1/episodes/cancel', key, { type: 'application/json', body: '{"facilityCode":"\\ud800"' }, 400);
await post('/api/v1/episodes/restore', key, json({ ...told, requestId: 'hd-lai' }), 202);
const opening = await post('/api/v1/openings', person, json({ record: Number(record), purpose: 'quality' }), 201);
await ask('/api/v1/openings', 'get', new URL(`${BASE}/api/v1/openings`), { headers: person }, 200);
await ask('/api/v1/records/{key}', 'get', new URL(`${BASE}/api/v1/records/${record}?purpose=quality&opening=${opening?.id}`),
  { headers: person }, 200);
await post('/api/v1/openings', person, json({ record: Number(record), purpose: 'khong-co' }), 422);
await post('/api/v1/openings', person, json({ record: 987654321, purpose: 'quality' }), 404);
await post('/api/v1/openings/{id}/close', person, json({}), 204, { id: opening?.id ?? 'khong-co' });
await post('/api/v1/openings/{id}/close', person, json({}), 404, { id: 'khong-co' });
await post('/api/v1/catalogue/imports', person, { type: 'application/octet-stream', body: list.body }, 200,
  { list: list.id, fileName: list.file, dryRun: 'true' });
await post('/api/v1/catalogue/imports', person, { type: 'application/octet-stream', body: 'không phải danh mục' },
  200,   // read, and refused in its answer
  { list: list.id, fileName: list.file });

const sent = Object.entries(api.paths).filter(([, p]) => p.post).map(([path]) => path);
for (const path of sent) {
  await ask(path, 'post', new URL(BASE + path.replace('{id}', 'khong-co')), { method: 'POST' }, 401);
  if (!posted[path]) faults.push(`POST ${path} was not asked`);
}
assert.deepEqual(faults, []);
assert.ok(times > 10, `times were seen: ${times}`);
console.log(`${Object.keys(api.paths).length} đường dẫn, ${sent.length} việc gửi, ${times} mốc thời gian`);

function post(path, headers, { type, body }, expected, at = {}) {
  const { post: operation } = api.paths[path] ?? {};
  if (!operation) return faults.push(`POST ${path} is not described`);
  if (type && !operation.requestBody?.content[type]) faults.push(`POST ${path}: ${type} is not described`);
  const address = new URL(BASE + path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(at[name])));
  for (const p of operation.parameters ?? [])
    if (p.in === 'query' && at[p.name] !== undefined) address.searchParams.set(p.name, at[p.name]);
  posted[path] ||= expected < 300;
  return ask(path, 'post', address, { method: 'POST', body, headers: { ...headers, ...type ? { 'content-type': type } : {} } }, expected);
}

async function ask(path, method, address, request, expected) {
  const answer = await fetch(address, { ...request, redirect: 'manual' });
  const text = await answer.text();
  const name = `${method.toUpperCase()} ${path}`;
  if (answer.status !== expected) return void faults.push(`${name}: ${answer.status}, not ${expected}: ${text.slice(0, 300)}`);
  if (expected === 401 && !answer.headers.get('www-authenticate')) faults.push(`${name}: 401 does not say how to come in`);
  const described = api.paths[path][method].responses[answer.status];
  if (!described) return void faults.push(`${name}: ${answer.status} is not described`);
  if (expected === 204) return void assert.equal(text, '', name);
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  if (!described.content?.[type]) return void faults.push(`${name}: ${answer.status} ${type} is not described`);
  if (type === 'application/xml') return void assert.ok(text.startsWith('<?xml'), name);
  const escaped = part => part.replaceAll('~', '~0').replaceAll('/', '~1');
  const at = `api#/paths/${escaped(path)}/${method}/responses/${answer.status}/content/${escaped(type)}/schema`;
  const check = ajv.compile({ $ref: at.replaceAll('{', '%7B').replaceAll('}', '%7D').replaceAll('$', '%24') });
  let body;
  for (const one of type === 'application/x-ndjson' ? text.trim().split('\n').slice(0, 20) : [text]) {
    body = JSON.parse(one);
    if (!check(body)) faults.push(`${name}: ${ajv.errorsText(check.errors.slice(0, 4))}`);
    walk(body, name);
  }
  return body;
}

// Whatever a schema says: what looks like a moment carries its offset.
function walk(body, name) {
  if (typeof body === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(body)) {
    times++;
    if (!/(Z|[+-]\d\d:\d\d)$/.test(body)) faults.push(`${name}: ${body} has no offset`);
  } else if (body && typeof body === 'object') Object.values(body).forEach(v => walk(v, name));
}
