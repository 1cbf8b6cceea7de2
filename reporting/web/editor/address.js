// Where a link may lead: pages and mail addresses, as domain/rich_text_form.py keeps them.

const ADDRESS = /^(?:https?:\/\/|mailto:)[^\u0000-\u0020\u007f]+$/i;

// The address in the form in which it is stored, or '' where it may not be one.
export function address(text) {
  const found = text.replace(/^[ \t\n\r\f]+|[ \t\n\r\f]+$/g, '').replace(/[\t\n\r\f]+/g, '').replaceAll(' ', '%20');
  return ADDRESS.test(found) ? found : '';
}

// What somebody typed into the field for an address: "example.org" and "a@example.org" are understood.
export function addressTyped(text) {
  const typed = text.trim();
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return address(`mailto:${typed}`);
  if (/^[a-z][a-z0-9+.-]*:(?!\d+(\/|$))/i.test(typed)) return address(typed);
  return /^[^\s/]+\.[^\s/.]{2,}([/?#:].*)?$/.test(typed) ? address(`https://${typed}`) : '';
}
