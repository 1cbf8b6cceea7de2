// Asks before a page with unsent text is left: <form data-unsaved>. A question marked data-unsent came back unsaved.

function changed(control) {
  if (control.type === 'checkbox' || control.type === 'radio') return control.checked !== control.defaultChecked;
  if (control.tagName === 'SELECT') return [...control.options].some((each) => each.selected !== each.defaultSelected);
  return 'defaultValue' in control && control.type !== 'hidden' && control.value !== control.defaultValue;
}

export function hasUnsent(form) {
  return Boolean(form.querySelector('[data-unsent]')) || [...form.elements].some(changed);
}

for (const form of document.querySelectorAll('form[data-unsaved]')) {
  let sending = false;
  form.addEventListener('submit', () => { sending = true; });
  window.addEventListener('pageshow', () => { sending = false; });
  window.addEventListener('beforeunload', (event) => {
    if (!sending && hasUnsent(form)) event.preventDefault();
  });
}
