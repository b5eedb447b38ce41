/** A filter form asks at once when a choice is made, unless each look is written down; empty fields stay out of the address. */
export function submitOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form.filters, form[data-enhance]')) {
    form.addEventListener('change', event => {
      if ('enhance' in form.dataset && event.target instanceof HTMLSelectElement) form.requestSubmit();
    });
    form.addEventListener('submit', () => {
      for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input[name], select[name]'))
        if (field.value === '') field.disabled = true;
    });
  }
}

/** Who comes back by the browser's own button sees the filters the figures were made with, not those chosen on leaving. */
export function agreeOnReturn(): void {
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-enhance], form[method=get]')) {
      for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input[name], select[name]')) field.disabled = false;
      form.reset();
    }
  });
}
