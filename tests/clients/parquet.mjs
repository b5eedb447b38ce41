// hyparquet and parquetjs read a file of figures: the same rows, whole numbers where something is counted.
import { parquetReadObjects } from 'hyparquet';
import parquet from '@dsnp/parquetjs';
import { assert, bytes, get } from './house.mjs';

const question = '/api/v1/query?measure=encounters,average_stay&by=facility,month&period=2026';
const told = await (await get(question)).json();
const file = await bytes(`${question}&format=parquet`);
const rows = await parquetReadObjects({ file: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) });
assert.equal(rows.length, told.rows.length);
assert.ok(rows.every(r => r.encounters === null || typeof r.encounters === 'bigint'), 'a count is INT64');
assert.equal(Number(rows.reduce((sum, r) => sum + (r.encounters ?? 0n), 0n)), told.rows.reduce((sum, r) => sum + (r.values[0] ?? 0), 0));

const reader = await parquet.ParquetReader.openBuffer(file);
const cursor = reader.getCursor();
let count = 0;
for (let row = await cursor.next(); row; row = await cursor.next()) count++;
await reader.close();
assert.equal(count, rows.length);
console.log(`${rows.length} dòng, cột ${Object.keys(rows[0])}`);
