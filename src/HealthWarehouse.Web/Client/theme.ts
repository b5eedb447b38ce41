const names: Record<string, string> = { auto: 'Nền theo máy', light: 'Nền sáng', dark: 'Nền tối' };

/** What was chosen in the menu on this device: light, dark, or as the device asks. */
function chosen(): string {
  try { return localStorage.getItem('theme') ?? 'auto'; } catch { return 'auto'; }
}

/** Writes the theme on the page. */
export function applyTheme(): void {
  const theme = chosen();
  const isDark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  const root = document.documentElement, word = isDark ? 'dark' : 'light';
  if (root.getAttribute('data-bs-theme') !== word) root.setAttribute('data-bs-theme', word);
}

/** Offers the choice in the menu, each press the next one, and follows the device and the other open pages. */
export function followTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('button[data-theme-choice]');
  const show = () => {
    applyTheme();
    if (!button) return;
    button.dataset.themeChoice = chosen();
    button.title = names[chosen()] ?? '';
    button.setAttribute('aria-label', `${button.title}, bấm để đổi`);
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  addEventListener('storage', show);
  show();
  if (!button) return;
  button.addEventListener('click', () => {
    const all = Object.keys(names);
    localStorage.setItem('theme', all[(all.indexOf(chosen()) + 1) % all.length]!);
    show();
  });
}
