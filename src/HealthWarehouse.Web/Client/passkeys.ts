/**
 * Forms of passkeys (data-passkey="create" or "get") appear where the browser knows them: the options are asked, the device answers, the
 * answer goes with the form.
 */
export function usePasskeys(): void {
  if (typeof PublicKeyCredential === 'undefined' || !PublicKeyCredential.parseCreationOptionsFromJSON) return;
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    form.closest<HTMLElement>('[hidden]')?.removeAttribute('hidden');
    form.addEventListener('submit', event => {
      const answer = form.elements.namedItem('credential') as HTMLInputElement;
      if (answer.value !== '') return;
      event.preventDefault();
      void ask(form).then(credential => {
        answer.value = JSON.stringify(credential);
        form.submit();
      }, (fault: unknown) => tell(form, fault));
    });
  }
}

async function ask(form: HTMLFormElement): Promise<unknown> {
  const token = (form.elements.namedItem('__RequestVerificationToken') as HTMLInputElement).value;
  const given = await fetch(form.dataset.options!, { method: 'POST', body: new URLSearchParams({ __RequestVerificationToken: token }) });
  if (!given.ok || given.redirected) throw new Error(given.statusText);
  const options = await given.json();
  const credential = form.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return (credential as PublicKeyCredential).toJSON();
}

function tell(form: HTMLFormElement, fault: unknown): void {
  const word = form.querySelector<HTMLElement>('[role=status]');
  if (!word) return;
  word.hidden = false;
  word.textContent = fault instanceof DOMException && fault.name === 'InvalidStateError'
    ? 'Thiết bị này đã có khoá truy cập của tài khoản.' : 'Thiết bị chưa đưa ra khoá truy cập. Hãy thử lại hoặc đăng nhập cách khác.';
}
