// Keeps the reader's place when a page is saved and comes back: <form data-unsaved>. Without scripts the address ends in
// the question that changed last.

const key = 'place';

try {
  const [address, top] = JSON.parse(sessionStorage.getItem(key) ?? '[]');
  sessionStorage.removeItem(key);
  if (address === location.pathname && !document.querySelector('[autofocus]')) window.scrollTo({ top, behavior: 'instant' });
} catch { /* storage is shut: the address leads there */ }

for (const form of document.querySelectorAll('form[data-unsaved]')) {
  form.addEventListener('submit', () => {
    try {
      sessionStorage.setItem(key, JSON.stringify([location.pathname, window.scrollY]));
    } catch { /* as above */ }
  });
}
