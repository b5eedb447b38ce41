/** A filter form that asks at once when a choice is made; empty fields stay out of the address. */
export function submitOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-enhance]')) {
    form.addEventListener('change', event => { if (event.target instanceof HTMLSelectElement) form.requestSubmit(); });
    form.addEventListener('submit', () => {
      for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input[name], select[name]'))
        if (field.value === '') field.disabled = true;
    });
  }
}
