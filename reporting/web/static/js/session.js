// Warns before the session ends: <div data-session="address" data-token data-seconds data-warn>. Use in another tab counts,
// so the server is asked before anybody is frightened. Also sends on what was carried through sign-in.

function watch(box) {
  const warning = box.querySelector('[data-session-warning]');
  const over = box.querySelector('[data-session-over]');
  const warnSeconds = Number(box.dataset.warn);
  let timer;

  function plan(seconds) {
    clearTimeout(timer);
    warning.hidden = seconds <= 0 || seconds > warnSeconds;
    over.hidden = seconds > 0;
    const wait = seconds > warnSeconds ? seconds - warnSeconds : seconds;
    if (seconds > 0) timer = setTimeout(ask, Math.min(wait * 1000 + 500, 2 ** 31 - 1));
  }

  async function tell(options) {
    const answer = await fetch(box.dataset.session, { headers: { Accept: 'application/json' }, ...options });
    if (!answer.ok) throw new Error(String(answer.status));
    plan((await answer.json()).seconds);
  }

  function ask() {
    tell().catch(() => { timer = setTimeout(ask, 30000); });
  }

  box.querySelector('[data-session-stay]').addEventListener('click', () => {
    tell({ method: 'POST', headers: { Accept: 'application/json', 'X-CSRFToken': box.dataset.token } })
      .catch(() => plan(0));
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
  plan(Number(box.dataset.seconds));
}

document.querySelectorAll('[data-session]').forEach(watch);
document.querySelectorAll('form[data-send-at-once]').forEach((form) => form.requestSubmit());
