// The same tour by a client made by hey-api: sends a delivery, follows it, reads a form and a published table with their schemas.
import { createClient } from './hey/client/index.js';
import { getDeliveriesById, getPublished, getPublishedTable, getQuery, getReportsByCode, postDeliveries } from './hey/sdk.gen.js';

const { BASE, COOKIE, KEY, MESSAGE } = process.env as Record<string, string>;
const sender = createClient({ baseUrl: BASE, auth: KEY });
const person = createClient({ baseUrl: BASE, headers: { cookie: COOKIE } });

const content = Buffer.from(MESSAGE!).toString('base64');
const sent = await postDeliveries({ client: sender, body: { content }, headers: { 'Idempotency-Key': 'hey-api' } });
if (!sent.data || !('trackingId' in sent.data)) throw new Error(`POST: ${sent.response?.status} ${JSON.stringify(sent.error)}`);
const found = await getDeliveriesById({ client: sender, path: { id: sent.data.trackingId } });
if (found.data?.delivery.trackingId !== sent.data.trackingId) throw new Error(`GET: ${JSON.stringify(found.error)}`);

const form = await getReportsByCode({ client: person, path: { code: 'b14' }, query: { period: '2026' } });
if (!form.data || typeof form.data === 'string') throw new Error(`b14: ${JSON.stringify(form.error)}`);
const total = form.data.rows.at(-1);
if (!total || total.values.length !== form.data.columns.length) throw new Error('a value a column');
const known = await getPublished({ client: person });
const { code, period } = known.data![0]!;
const table = await getPublishedTable({ client: person, query: { code, period } });
if (!table.data || typeof table.data === 'string' || table.data.total.values.length !== table.data.measures.length)
  throw new Error(`published: ${JSON.stringify(table.error)}`);
const wrong = await getQuery({ client: person, query: { measure: 'khong_co', period: '2026' } });
if (wrong.error?.status !== 422 || !wrong.error.detail) throw new Error('a wrong question is a problem');
console.log(`${sent.data.trackingId}, ${form.data.rows.length} hàng, ${table.data.rows.length} hàng công bố`);
