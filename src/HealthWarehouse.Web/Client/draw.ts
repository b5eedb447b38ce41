import { init, use } from 'echarts/core';
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

interface Series { name: string; unit: string; before: boolean; values: (number | null)[] }

const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 });

/** Puts a chart before a table, made of its rows, and folds the table away. */
export function draw(box: HTMLElement): void {
  const table = box.querySelector('table')!;
  const rows = shown(box.dataset.chart!, [...table.tBodies[0]!.rows]);
  const names = rows.map(row => row.cells[0]!.textContent!.trim() + (row.querySelector('td[data-veiled]') ? ' (ẩn)' : ''));
  const all = read(table, rows);
  const series = all.filter(s => s.unit === all[0]!.unit);
  const links = rows.map(row => row.querySelector<HTMLAnchorElement>('td[data-value] a')?.href);
  const place = document.createElement('div');
  place.className = 'chart-place';
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', `Biểu đồ: ${table.caption?.textContent ?? ''}`);
  const details = document.createElement('details');
  details.className = 'tile-table';
  details.innerHTML = '<summary>Bảng số liệu</summary>';
  details.append(table.parentElement!);
  box.append(place, details);
  if (box.dataset.chart === 'bar') place.classList.add(rows.length > 8 ? 'is-tall' : 'is-middling');
  const chart = init(place, null, { renderer: 'svg', locale: 'EN' });
  const paint = () => chart.setOption(option(box.dataset.chart!, names, series, colours()), true);
  paint();
  chart.on('click', event => { const link = links[event.dataIndex]; if (link && box.dataset.chart !== 'line') location.href = link; });
  new ResizeObserver(() => chart.resize()).observe(place);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] });
  matchMedia('print').addEventListener('change', () => chart.resize());
}

/** Of very many bars only the largest are drawn; the table has them all. */
function shown(kind: string, rows: HTMLTableRowElement[]): HTMLTableRowElement[] {
  const value = (row: HTMLTableRowElement) => Number(row.querySelector<HTMLElement>('td[data-value]')?.dataset.value ?? 0);
  return kind !== 'bar' || rows.length <= 25 ? rows : [...rows].sort((a, b) => value(b) - value(a)).slice(0, 25);
}

function read(table: HTMLTableElement, rows: HTMLTableRowElement[]): Series[] {
  const heads = [...table.tHead!.rows[0]!.cells];
  return heads.flatMap((head, column) => {
    if (head.dataset.series === undefined && head.dataset.before === undefined) return [];
    const values = rows.map(row => { const text = row.cells[column]?.dataset.value; return text ? Number(text) : null; });
    return [{ name: head.textContent!.replace(/\(.*\)/, '').trim(), unit: head.dataset.unit ?? '', before: head.dataset.before !== undefined, values }];
  });
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return { text: of('--chart-text', '#3a4656'), line: of('--chart-line', '#d9dee5'), surface: of('--tblr-bg-surface', '#fff'), series: [1, 2, 3, 4, 5, 6].map(i => of(`--chart-${i}`, '#0b5cad')) };
}

function option(kind: string, names: string[], series: Series[], colour: ReturnType<typeof colours>): Record<string, unknown> {
  const textStyle = { fontFamily: 'Inter, system-ui, sans-serif', color: colour.text, fontSize: 12 };
  const label = { color: colour.text, hideOverlap: true };
  const common = {
    textStyle, color: colour.series, animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    tooltip: { trigger: kind === 'ring' ? 'item' : 'axis', renderMode: 'richText', confine: true, valueFormatter: (v: number | null) => v === null || v === undefined ? '–' : number.format(v), backgroundColor: colour.surface, borderColor: colour.line, textStyle },
    legend: series.length > 1 || kind === 'ring' ? { top: 0, textStyle, icon: 'roundRect', itemWidth: 14, itemHeight: 6 } : undefined,
  };
  const value = { type: 'value', axisLabel: { ...label, formatter: short }, splitLine: { lineStyle: { color: colour.line } }, splitNumber: 4 };
  const top = series.length > 1 ? 36 : 12;
  if (kind === 'ring') return { ...common, series: [{ type: 'pie', radius: ['48%', '74%'], center: ['50%', '56%'], label: { position: 'inside', color: colour.surface, fontWeight: 600, formatter: '{d}%' }, data: names.map((name, i) => ({ name, value: series[0]!.values[i] })) }] };
  if (kind === 'line') return {
    ...common, grid: { left: 8, right: 16, top, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: names, boundaryGap: false, axisLabel: label, axisLine: { lineStyle: { color: colour.line } } }, yAxis: value,
    series: series.map(s => ({ name: s.name, type: 'line', data: s.values, symbol: 'circle', symbolSize: 5, showSymbol: names.length <= 12, lineStyle: { width: s.before ? 1.5 : 2.5, type: s.before ? 'dashed' : 'solid' }, areaStyle: series.length === 1 ? { opacity: .08 } : undefined })),
  };
  return {
    ...common, grid: { left: 8, right: 56, top: series.length > 1 ? 32 : 4, bottom: 4, containLabel: true },
    xAxis: value, yAxis: { type: 'category', inverse: true, data: names, axisLabel: { ...label, width: 190, overflow: 'truncate', hideOverlap: false, interval: 0 }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour.line } } },
    series: series.slice(0, 3).map(s => ({ name: s.name, type: 'bar', data: s.values, barMaxWidth: 18, itemStyle: { borderRadius: [0, 3, 3, 0] }, label: series.length === 1 ? { ...label, show: true, position: 'right', formatter: ({ value: v }: { value: number }) => short(v) } : undefined })),
  };
}

function short(v: number): string {
  const size = Math.abs(v);
  return size >= 1e9 ? `${number.format(Math.round(v / 1e8) / 10)} tỷ` : size >= 1e6 ? `${number.format(Math.round(v / 1e5) / 10)} tr` : number.format(Math.round(v * 100) / 100);
}
