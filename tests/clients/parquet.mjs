// hyparquet and parquetjs read a file of figures: the same rows to the last digit, whole numbers where something is counted, and the
// least and greatest told of a column are those of its values, for readers that pass over what cannot match.
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import parquet from '@dsnp/parquetjs';
import { assert, bytes, get } from './house.mjs';

const question = '/api/v1/query?measure=encounters,average_stay&by=facility,month&period=2026';
const told = await (await get(question)).json();
const file = await bytes(`${question}&format=parquet`);
const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
const rows = await parquetReadObjects({ file: buffer });
assert.equal(rows.length, told.rows.length);
assert.ok(rows.every(r => r.encounters === null || typeof r.encounters === 'bigint'), 'a count is INT64');
assert.equal(Number(rows.reduce((sum, r) => sum + (r.encounters ?? 0n), 0n)), told.rows.reduce((sum, r) => sum + (r.values[0] ?? 0), 0));
const inOrder = list => list.map(v => v ?? null).sort((a, b) => Number(a) - Number(b));
for (const [i, measure] of ['encounters', 'average_stay'].entries())
  assert.deepEqual(inOrder(rows.map(r => r[measure] === null ? null : Number(r[measure]))),
    inOrder(told.rows.map(r => r.values[i])), measure);
for (const { columns } of parquetMetadata(buffer).row_groups)
  for (const { path_in_schema: [name], statistics } of columns.map(c => c.meta_data)) {
    if (statistics?.min_value === undefined || !['encounters', 'average_stay'].includes(name)) continue;
    const values = inOrder(rows.map(r => r[name]).filter(v => v !== null)).map(Number);
    assert.deepEqual([Number(statistics.min_value), Number(statistics.max_value)], [values[0], values.at(-1)], `statistics of ${name}`);
  }

const reader = await parquet.ParquetReader.openBuffer(file);
const cursor = reader.getCursor();
let count = 0;
for (let row = await cursor.next(); row; row = await cursor.next()) count++;
await reader.close();
assert.equal(count, rows.length);
console.log(`${rows.length} dòng, cột ${Object.keys(rows[0])}`);
