// A tour by a client generated from the description: sends a delivery, follows it, asks for figures; types are checked by tsc.
import createClient from 'openapi-fetch';
import type { components, paths } from './api';

const { BASE, COOKIE, KEY, MESSAGE } = process.env as Record<string, string>;
const api = createClient<paths>({ baseUrl: BASE, headers: { authorization: `Bearer ${KEY}` } });

const sent = await api.POST('/api/v1/deliveries', { body: MESSAGE as string, bodySerializer: (text: unknown) => text as string,
  headers: { 'content-type': 'application/xml' } });
const receipt: components['schemas']['ReceiptAnswer'] | undefined = sent.data && 'trackingId' in sent.data ? sent.data : undefined;
if (sent.response.status !== 202 || !receipt) throw new Error(`POST: ${sent.response.status} ${JSON.stringify(sent.error)}`);

const found = await api.GET('/api/v1/deliveries/{id}', { params: { path: { id: receipt.trackingId } } });
if (found.data?.delivery.trackingId !== receipt.trackingId) throw new Error(`GET: ${found.response.status}`);
const own = await api.GET('/api/v1/deliveries', { params: { query: { limit: 5 } } });
if (!own.data?.items.some(d => d.trackingId === receipt.trackingId)) throw new Error('a sender lists its own deliveries');

const person = createClient<paths>({ baseUrl: BASE, headers: { cookie: COOKIE } });
const figures = await person.GET('/api/v1/query', { params: { query: { measure: 'encounters', by: 'month', period: '2026' } } });
const told = figures.data;   // JSON, or the text of a file where format asks for one
const first: number | null | undefined = typeof told === 'object' ? told.total.values[0] : null;
if (!first) throw new Error(`query: ${figures.response.status} ${JSON.stringify(figures.error)}`);
const absent = await api.GET('/api/v1/deliveries/{id}', { params: { path: { id: 'khong-co' } } });
if (absent.error?.status !== 404 || !absent.error.title) throw new Error('an absent delivery is a problem');
console.log(`${receipt.trackingId}, ${first} lượt`);
