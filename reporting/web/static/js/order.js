// Items are put in order without a new page: <form data-order>. The page that the server answers with is the truth; its
// list takes the place of the old one, the pressed button keeps the focus, and what it says is said once.

const says = document.querySelector('[data-order-says]');

function say(text) {
  says.textContent = '';
  requestAnimationFrame(() => { says.textContent = text; });
}

function take(page) {
  for (const selector of ['[data-order]', 'aside']) {
    const fresh = page.querySelector(selector);
    if (fresh) document.querySelector(selector).replaceWith(document.adoptNode(fresh));
  }
  document.querySelectorAll('main > .notice[role]').forEach((each) => each.remove());
  const told = page.querySelector('main > .notice[role]');
  if (told?.matches('.error')) document.querySelector('main').prepend(document.adoptNode(told));
  else if (told) say(told.textContent.trim().replace(/\s+/g, ' '));
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  form.setAttribute('aria-busy', 'true');
  const answer = await fetch(form.action, { method: 'POST', body });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!page.querySelector('[data-order]')) throw new Error(`no list in the answer (${answer.status})`);
  return page;
}

document.addEventListener('submit', async (event) => {
  const { target: form, submitter: button } = event;
  if (!form.matches('[data-order]') || !button || form.dataset.plain) return;
  event.preventDefault();
  if (form.hasAttribute('aria-busy')) return;
  const { name, value } = button;
  try {
    take(await send(form, button));
    document.querySelector(`[data-order] [name="${name}"][value="${CSS.escape(value)}"]`)?.focus();
  } catch {
    form.dataset.plain = 'yes';   // as without scripts: the browser shows what the server says
    form.removeAttribute('aria-busy');
    form.requestSubmit(button);
  }
});
