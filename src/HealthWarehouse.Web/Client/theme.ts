type Choice = 'auto' | 'light' | 'dark';

/** Light or dark as the device asks, or as was chosen in the menu; remembered on this device. */
export function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const select = document.querySelector<HTMLSelectElement>('select[data-theme-choice]');
  const chosen = () => (localStorage.getItem('theme') ?? 'auto') as Choice;
  const apply = () => document.documentElement.setAttribute('data-bs-theme', chosen() === 'auto' ? (dark.matches ? 'dark' : 'light') : chosen());
  dark.addEventListener('change', apply);
  if (select) {
    select.value = chosen();
    select.closest('label')!.hidden = false;
    select.addEventListener('change', () => { localStorage.setItem('theme', select.value); apply(); });
  }
  apply();
}
