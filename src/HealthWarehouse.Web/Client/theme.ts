/** What was chosen in the menu on this device: light, dark, or as the device asks. */
function chosen(): string {
  try { return localStorage.getItem('theme') ?? 'auto'; } catch { return 'auto'; }
}

/** Writes the theme on the page. */
export function applyTheme(): void {
  const theme = chosen();
  document.documentElement.setAttribute('data-bs-theme', theme !== 'auto' ? theme : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

/** Offers the choice in the menu, and follows the device and the other open pages. */
export function followTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
  const select = document.querySelector<HTMLSelectElement>('select[data-theme-choice]');
  addEventListener('storage', () => { applyTheme(); if (select) select.value = chosen(); });
  if (!select) return;
  select.value = chosen();
  select.closest('label')!.hidden = false;
  select.addEventListener('change', () => { localStorage.setItem('theme', select.value); applyTheme(); });
}
