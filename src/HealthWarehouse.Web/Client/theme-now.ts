// Runs before the first paint, so that nobody sees the other theme flash by.
const chosen = localStorage.getItem('theme') ?? 'auto';
document.documentElement.setAttribute('data-bs-theme', chosen !== 'auto' ? chosen : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

export {};
