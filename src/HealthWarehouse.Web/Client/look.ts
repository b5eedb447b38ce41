/** The colours of the theme that holds now, for what draws itself. */
export interface Look {
  text: string; text2: string; text3: string; surface: string; line: string; line2: string; grid: string; ctx: string;
  target: string;
  series: string[]; seriesText: string[];
}

export function look(): Look {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const four = [1, 2, 3, 4];
  return {
    text: token('text'), text2: token('text-2'), text3: token('text-3'), surface: token('surface'),
    line: token('line'), line2: token('line-2'), grid: token('grid'), ctx: token('ctx'), target: token('target'),
    series: four.map(i => token(`series-${i}`)), seriesText: four.map(i => token(`series-text-${i}`)),
  };
}

let isPaper = false;

/** Paper has letters of the usual size, whatever the screen shows. */
export function lettersOfPaper(on: boolean): void { isPaper = on; }

/** A size of letters in px, as large as the account reads with. */
export function letters(size: number): number {
  return isPaper ? size : size * parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}
