// o.js, odata-query, @odata/client and ts-odata-client read a feed with an application password, as pages of people's tools do.
import { o } from 'odata';
import buildQuery from 'odata-query';
import odata from '@odata/client';
import { ODataQuery } from 'ts-odata-client';
import { assert, BASE, basic, get } from './house.mjs';

const set = 'kham_chua_benh_co_so_thang', headers = { authorization: basic };
const select = ['facility', 'month', 'encounters'];
const asked = buildQuery({ filter: { month: { ge: '2026-01' } }, select, orderBy: 'month', top: 20 });
const rows = (await (await get(`/odata/${set}${asked}`, headers)).json()).value;
assert.ok(rows.length > 0);

const own = o(`${BASE}/odata/`, { headers });
const again = await own.get(set)
  .query({ $filter: "month ge '2026-01'", $select: select.join(','), $orderby: 'month', $top: 20 });
assert.deepEqual(again, rows, 'o.js');

const { OData } = odata;
const client = OData.New4({ serviceEndpoint: `${BASE}/odata/`, commonHeaders: headers });
const filter = client.newFilter().property('month').ge("'2026-01'");
const params = client.newParam().filter(filter).top(20).orderby('month');
const third = await client.newRequest({ collection: set, method: 'GET', params });
assert.equal(third.value.length, rows.length, '@odata/client');

const feed = ODataQuery.forV4(`${BASE}/odata/${set}`, { requestInit: () => ({ headers }) });
const typed = await feed.filter(r => r.month.$greaterThanOrEqualTo('2026-01').and(r.facility.$startsWith('99')))
  .select('facility', 'month', 'encounters').orderBy(r => r.month).top(20).getManyWithCountAsync();
assert.deepEqual(typed.value.map(r => r.encounters), rows.map(r => r.encounters), 'ts-odata-client');
const { '@odata.count': count } = await feed.top(1).getManyWithCountAsync();
const ids = [];
for await (const row of feed.select('Id')) ids.push(row.Id);
assert.equal(new Set(ids).size, count, 'ts-odata-client follows the pages');
assert.equal((await feed.getAsync(ids[0])).Id, ids[0], 'and reads a row by its key');
await assert.rejects(feed.filter(r => r.khong_co.$equals(1)).getManyAsync(), /400|khong_co|OData/);
console.log(`${rows.length} dòng, ${ids.length} dòng qua các trang`);
