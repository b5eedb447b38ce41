// exceljs and SheetJS open the sheets of the house: of figures and of a form.
import ExcelJS from 'exceljs';
import XLSX from 'xlsx';
import { assert, bytes } from './house.mjs';

const paths = ['/api/v1/query?measure=encounters&by=facility&period=2026&format=xlsx', '/api/v1/reports/b14?period=2026&format=xlsx'];
for (const path of paths) {
  const file = await bytes(path);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file);
  const sheet = book.worksheets[0];
  assert.ok(sheet && sheet.rowCount > 3, `exceljs: ${path}`);
  const numbers = [];
  sheet.eachRow(row => row.eachCell(cell => typeof cell.value === 'number' && numbers.push(cell.value)));
  assert.ok(numbers.length > 0, `exceljs finds numbers: ${path}`);

  const other = XLSX.read(file, { type: 'buffer' });
  const cells = Object.entries(other.Sheets[other.SheetNames[0]]).filter(([at]) => !at.startsWith('!'));
  assert.equal(cells.filter(([, c]) => c.t === 'n').length >= numbers.length, true, `SheetJS finds the same numbers: ${path}`);
  console.log(`${path}: ${sheet.rowCount} hàng, ${numbers.length} số`);
}
