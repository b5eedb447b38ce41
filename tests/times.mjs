// Seconds a class of tests takes, the slowest first, and how many tests passed and failed: node tests/times.mjs FILE.xml…
import { readFileSync } from 'node:fs';

const classes = new Map();
let passed = 0, failed = 0, skipped = 0;
for (const file of process.argv.slice(2)) {
  for (const [, attributes] of readFileSync(file, 'utf8').matchAll(/<test (.*?)>/gs)) {
    const read = name => attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? '';
    const name = read('type').split('.').at(-1);
    const known = classes.get(name) ?? { seconds: 0, tests: 0 };
    classes.set(name, { seconds: known.seconds + Number(read('time')), tests: known.tests + 1 });
    if (read('result') === 'Pass') passed++; else if (read('result') === 'Fail') failed++; else skipped++;
  }
}
const slowest = [...classes].sort((a, b) => b[1].seconds - a[1].seconds);
for (const [name, { seconds, tests }] of slowest.slice(0, 30))
  console.log(`${seconds.toFixed(1).padStart(8)} s ${String(tests).padStart(5)}  ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
