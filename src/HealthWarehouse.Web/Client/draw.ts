import { init, setPlatformAPI, use, type EChartsType } from 'echarts/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { letters, lettersOfPaper, look, type Look } from './look';
import { widthOf } from './widths';

use([LineChart, GridComponent, TooltipComponent, SVGRenderer]);
setPlatformAPI({ measureText: (words, font) => ({ width: widthOf(words, parseFloat(font?.match(/[\d.]+px/)?.[0] ?? '12')) }) });

interface Series { name: string; unit: string; before: boolean; isTarget?: boolean; values: (number | null)[] }

/** A target over months, as the page tells it. */
interface TargetLine { label: string; months: Record<string, number> }

/** What is read off the table: names along the axis, series, and which point still runs. */
interface Reading { codes: string[]; names: string[]; series: Series[]; running: number; notes: string[] }

const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });
const fixed = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const mostSeries = 4, narrow = 420;

/** How high a line of a name is. */
const lineHeight = () => letters(15);
const drawn: { box: HTMLElement; place: HTMLElement; chart: EChartsType; paint: () => void }[] = [];

/** Puts a chart before a table, made of its rows, and folds the table away. */
export function draw(box: HTMLElement): void {
  const table = box.querySelector('table');
  if (!table || box.querySelector('.chart-place')) return;
  const reading = aimed(months(table, box.dataset.today), box.dataset.targets);
  const place = document.createElement('div');
  place.className = 'chart-place';
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', spoken(box.dataset.name ?? table.caption?.textContent ?? '', reading));
  const folded = fold(table);
  folded.before(place, ...reading.notes.map(note));
  // In a folded part there is no width yet: it is painted anew when that opens.
  const unseen = place.clientWidth === 0 ? { width: 320, height: 240 } : {};
  const chart = init(place, null, { renderer: 'svg', locale: 'EN', ...unseen });
  const setNames = () => {
    const shifts = apart(chart, reading, chart.getWidth());
    if (shifts.some(shift => shift !== 0)) chart.setOption({ series: shifts.map(shift => ({ endLabel: { offset: [0, shift] } })) });
    scale(place);
  };
  const paint = () => {
    chart.setOption(lines(reading, look(), chart.getWidth()), { notMerge: true });
    setNames();
  };
  // The first time in turns, so that a slow phone answers a press in between; names are set apart once the drawing is done with.
  const once = () => { chart.off('rendered', once); setTimeout(setNames); };
  chart.on('rendered', once);
  chart.setOption(lines(reading, look(), chart.getWidth()), { lazyUpdate: true });
  drawn.push({ box, place, chart, paint });
  // It is told of its size when it begins to look as well: what is painted at that size is not painted again.
  const size = () => `${place.clientWidth} × ${place.clientHeight}`;
  let painted = size();
  new ResizeObserver(() => {
    if (matchMedia('print').matches || place.clientWidth === 0 || size() === painted) return;
    painted = size();
    chart.resize();
    paint();
  }).observe(place);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] });
}

/** Charts for paper: as wide as their column there, in the colours of the light theme; afterwards as they were. */
export function forPaper(): void {
  const theme = document.documentElement.getAttribute('data-bs-theme');
  document.documentElement.setAttribute('data-bs-theme', 'light');
  lettersOfPaper(true);
  for (const { box, place, chart, paint } of drawn) {
    const isHalf = box.closest('.span-3, .span-4, .span-6') !== null;
    chart.resize({ width: isHalf ? 330 : 680, height: 180, silent: true });
    paint();
    chart.getZr().flush();
    scale(place);
  }
  addEventListener('afterprint', () => {
    lettersOfPaper(false);
    if (theme) document.documentElement.setAttribute('data-bs-theme', theme);
    for (const { chart, paint } of drawn) { chart.resize(); paint(); }
  }, { once: true });
}

/** A drawing that is shown smaller or larger keeps its shape. */
function scale(place: HTMLElement): void {
  const svg = place.querySelector('svg');
  if (svg) svg.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
}

/** The fold of the table behind the chart; made where the page had none. */
function fold(table: HTMLTableElement): HTMLElement {
  const given = table.closest('details');
  if (given) return given;
  const details = document.createElement('details');
  details.className = 'tile-table';
  details.innerHTML = '<summary>Bảng số liệu</summary>';
  const frame = table.parentElement!;
  frame.before(details);
  details.append(frame);
  return details;
}

function note(words: string): HTMLElement {
  const line = document.createElement('p');
  line.className = 'chart-note';
  line.textContent = words;
  return line;
}

/** What the picture shows, in words: each series with its last and its highest value. */
function spoken(title: string, { names, series }: Reading): string {
  const told = series.filter(s => !s.isTarget || s.name !== '').map(s => {
    if (s.isTarget) return s.name;
    const known = s.values.flatMap((v, i) => v === null ? [] : [{ v, i }]);
    const end = known.at(-1), top = known.reduce<{ v: number; i: number } | undefined>((a, b) => a && a.v >= b.v ? a : b, undefined);
    if (!end || !top) return `${s.name}: chưa có số liệu`;
    return `${s.name}: ${names[end.i]} ${number.format(end.v)} ${s.unit}, cao nhất ${names[top.i]} ${number.format(top.v)}`;
  });
  return `Biểu đồ: ${title}. ${told.join('; ')}.`;
}

/** Rows as series over months: months without a row are gaps, months that have not come are left out. */
function months(table: HTMLTableElement, today: string | undefined): Reading {
  const rows = new Map([...table.tBodies[0]!.rows].map(row => [row.cells[0]!.dataset.code ?? '', row]));
  const known = [...rows.keys()].filter(code => /^\d{4}-\d\d$/.test(code) && (!today || code <= today)).sort();
  if (known.length === 0) return read(table, [...rows.values()], [...rows.values()].map(name), []);
  const codes: string[] = [];
  for (let [year, month] = known[0]!.split('-').map(Number) as [number, number]; ; month === 12 ? (year++, month = 1) : month++) {
    const code = `${year}-${String(month).padStart(2, '0')}`;
    codes.push(code);
    if (code >= known.at(-1)!) break;
  }
  const reading = read(table, codes.map(code => rows.get(code)), codes.map(axis), codes);
  return { ...reading, running: codes.length - 1 === codes.indexOf(today ?? '') ? codes.length - 1 : -1 };
}

/** With the target as one more line, where the chart has one: its value a month, so that a change of target is a step. */
function aimed(reading: Reading, targets: string | undefined): Reading {
  const lines = (targets ? JSON.parse(targets) as TargetLine[] : []).map(({ label, months }) => ({
    name: label, unit: reading.series[0]?.unit ?? '', before: false, isTarget: true,
    values: reading.codes.map(code => months[code] ?? null),
  }));
  return { ...reading, series: [...reading.series, ...lines] };
}

/** T10/25: the year is said at every month, the axis leaves out what has no room. */
function axis(code: string): string { return `T${code.slice(5)}/${code.slice(2, 4)}`; }

function name(row: HTMLTableRowElement): string {
  return row.cells[0]!.textContent!.trim() + (row.querySelector('td[data-veiled]') ? ' (ẩn)' : '');
}

function read(table: HTMLTableElement, rows: (HTMLTableRowElement | undefined)[], names: string[], codes: string[]): Reading {
  const heads = [...table.tHead!.rows[0]!.cells];
  const all = heads.flatMap((head, column) => {
    if (head.dataset.series === undefined && head.dataset.before === undefined) return [];
    const values = rows.map(row => { const text = row?.cells[column]?.dataset.value; return text ? Number(text) : null; });
    return [{ name: said(head, heads), unit: head.dataset.unit ?? '', before: head.dataset.before !== undefined, values }];
  });
  const series = all.filter(s => s.unit === all[0]!.unit).slice(0, mostSeries);
  const left = all.filter(s => !series.includes(s));
  return {
    codes, names, series, running: -1,
    notes: left.length > 0 ? [`Không vẽ ${left.map(s => `${s.name} (${s.unit})`).join(', ')}; có trong bảng số.`] : [],
  };
}

/** A head of a column without its unit; a compared period is called last year's, of its measure where there are several. */
function said(head: HTMLTableCellElement, heads: HTMLTableCellElement[]): string {
  const plain = head.cloneNode(true) as HTMLElement;
  plain.querySelector('.aim')?.remove();
  const words = plain.textContent!.replace(/\s*\([^()]*\)\s*$/, '').trim().replace(/\s+/g, ' ');
  if (head.dataset.before === undefined) return words;
  const isAlone = heads.filter(h => h.dataset.before !== undefined).length === 1;
  return isAlone ? head.dataset.before : `${words.split(', ')[0]}, ${head.dataset.before}`;
}

function common(look: Look) {
  const textStyle = { fontFamily: 'Inter, system-ui, sans-serif', color: look.text2, fontSize: letters(12) };
  return {
    textStyle, animation: false, color: look.series,
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: look.surface, borderColor: look.line,
      textStyle: { ...textStyle, color: look.text }, axisPointer: { lineStyle: { color: look.line2 } },
      valueFormatter: (v: number | null | undefined) => v === null || v === undefined ? '–' : number.format(v),
    },
  };
}

/** Lines with their names at their ends; last year grey, the running point hollow, what is missing a gap. */
function lines({ names, series, running }: Reading, look: Look, width: number): Record<string, unknown> {
  const isNarrow = width < narrow;
  const ends = room(series, width);
  return {
    ...common(look), grid: { left: 4, right: ends, top: 14, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category', data: names, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: look.line2 } },
      axisLabel: {
        color: look.text3, margin: 12, hideOverlap: true,
        interval: Math.max(0, Math.ceil(names.length / (isNarrow ? 4 : 7)) - 1),
      },
    },
    yAxis: {
      type: 'value', splitNumber: 4, scale: series[0]?.unit === '%',
      axisLabel: { color: look.text3, formatter: series[0]?.unit === '%' ? fixed.format : short },
      splitLine: { lineStyle: { color: look.grid } },
    },
    series: series.map((s, i) => s.isTarget ? aim(s, look, ends) : ({
      name: s.name, type: 'line', connectNulls: false, z: s.before ? 1 : 3, showAllSymbol: true, silent: true,
      symbol: 'circle',
      data: s.values.map((v, at) => ({
        value: v, symbolSize: at === last(s.values) ? 8 : lonely(s, at) ? 5 : 0,
        itemStyle: at === last(s.values) && at === running
          ? { color: look.surface, borderColor: s.before ? look.ctx : look.series[i] } : undefined,
      })),
      lineStyle: { width: s.before ? 2 : 2.4, color: s.before ? look.ctx : look.series[i] },
      itemStyle: { color: s.before ? look.ctx : look.series[i], borderWidth: 2 },
      endLabel: {
        show: true, distance: 8, formatter: s.name, fontSize: letters(12), fontWeight: s.before ? 400 : 600,
        color: s.before ? look.text2 : look.seriesText[i],
        width: ends - 12, overflow: 'break', lineHeight: lineHeight(),
      },
    })),
  };
}

/** The target: a broken dark line, its words at its end. */
function aim(s: Series, look: Look, ends: number): Record<string, unknown> {
  return {
    name: s.name, type: 'line', data: s.values, symbol: 'none', silent: true, step: 'middle', z: 2, tooltip: { show: false },
    lineStyle: { width: 1.2, type: [5, 3], color: look.target }, itemStyle: { color: look.target },
    endLabel: {
      show: s.name !== '', distance: 8, formatter: s.name, fontSize: letters(12), color: look.text2,
      width: ends - 12, overflow: 'break', lineHeight: lineHeight(),
    },
  };
}

/** What the names at the ends of lines need at the right. */
function room(series: Series[], width: number): number {
  return Math.min(letters(width < narrow ? 92 : 150), width * .45, Math.max(...series.map(s => widthOf(s.name, letters(12)))) + 18);
}

/** How far each name at the end of a line moves, so that none covers another and none leaves the picture. */
function apart(chart: EChartsType, { series }: Reading, width: number): number[] {
  const wide = room(series, width) - 12;
  const shifts = series.map(() => 0);
  const names = series.map(({ name, values }, i) => ({
    i, y: chart.convertToPixel({ yAxisIndex: 0 }, values[last(values)] ?? 0), height: rows(name, wide) * lineHeight(),
  })).sort((a, b) => a.y - b.y);
  let edge = -Infinity;
  for (const { i, y, height } of names) {
    const at = Math.max(y, edge + height / 2);
    shifts[i] = at - y;
    edge = at + height / 2;
  }
  edge = chart.getHeight();
  for (const { i, y, height } of names.reverse()) {
    const at = Math.min(y + shifts[i]!, edge - height / 2);
    shifts[i] = at - y;
    edge = at - height / 2;
  }
  return shifts;
}

/** How many lines a name takes, broken between words. */
function rows(name: string, wide: number): number {
  if (name === '') return 0;
  let [count, at] = [1, 0];
  for (const word of name.split(' ')) {
    const [long, space] = [widthOf(word, letters(12)), widthOf(' ', letters(12))];
    if (at > 0 && at + space + long > wide) [count, at] = [count + 1, long];
    else at += (at > 0 ? space : 0) + long;
  }
  return count;
}

/** Where the last known value stands. */
function last(values: (number | null)[]): number { return values.reduce<number>((at, v, i) => v === null ? at : i, -1); }

/** A point without neighbours would not be seen as a line. */
function lonely({ values }: Series, at: number): boolean { return (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null; }

function short(v: number): string {
  const size = Math.abs(v);
  return size >= 1e9 ? `${number.format(v / 1e9)} tỷ` : size >= 1e6 ? `${number.format(v / 1e6)} tr` : number.format(v);
}
