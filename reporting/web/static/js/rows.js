// Rows of an answer: added, moved and removed by buttons. <div data-rows> holds a list or table of [data-row], the tools of
// a row and the button that adds one as templates, and a place where it is said what happened. Without scripts some rows
// are empty.

const CONTROLS = 'input:not([type=hidden]), textarea, select';
const digits = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);
const models = new WeakMap();
let counter = 0;

// A row like the given one, empty, with ids of its own.
export function emptyCopy(row) {
  const made = row.cloneNode(true);
  counter += 1;
  for (const each of made.querySelectorAll('[data-sending], [data-told]')) each.remove();
  for (const each of made.querySelectorAll('[id]')) each.id += `-new-${counter}`;
  for (const each of made.querySelectorAll('[for]')) each.htmlFor += `-new-${counter}`;
  for (const each of made.querySelectorAll('input, textarea, select')) {
    if (each.type === 'checkbox') each.checked = false;
    else each.value = '';
    each.removeAttribute('value');
    each.hidden = false;
  }
  return made;
}

function isBlank(row) {
  return [...row.querySelectorAll('input:not([type=checkbox]), textarea, select')].every((each) => !each.value);
}

// Says a text once, without moving anybody.
export function say(box, text) {
  const says = box.querySelector('[data-says]');
  says.textContent = '';
  requestAnimationFrame(() => { says.textContent = text; });
}

export function announce(inside, text) {
  say(inside.closest('[data-rows]'), text);
}

function renumber(list) {
  list.querySelectorAll('[data-number]').forEach((each, n) => { each.textContent = digits.format(n + 1); });
}

// A new row at the end; null where the rows are fixed.
export function addRow(box) {
  const model = models.get(box);
  if (!model) return null;
  const row = emptyCopy(model);
  const list = box.querySelector('ol, tbody');
  list.append(row);
  renumber(list);
  list.setAttribute('data-unsent', '');
  return row;
}

function manage(box) {
  const list = box.querySelector('ol, tbody');
  const says = box.querySelector('[data-says]');
  const tools = box.querySelector('template[data-tools]');
  const add = box.querySelector('template[data-add]').content.cloneNode(true);
  models.set(box, list.lastElementChild.cloneNode(true));

  function tell(what) {
    says.classList.add('unseen');
    say(box, says.dataset[what]);
    renumber(list);
    list.setAttribute('data-unsent', '');
  }

  function first(row) {
    return row?.querySelector(CONTROLS);
  }

  // The button stands in for the box that takes a row out.
  function equip(row) {
    if (row.querySelector('[data-remove]')) return;
    const takeOut = row.querySelector('[type=checkbox]');
    if (takeOut) takeOut.closest('label').hidden = true;
    (row.tagName === 'TR' ? row.insertCell() : row).append(tools.content.cloneNode(true));
  }

  function take(row) {
    const takeOut = row.querySelector('[type=checkbox]');
    if (!takeOut) { row.remove(); return; }
    takeOut.checked = true;
    row.hidden = true;
  }

  function remove(row) {
    const near = row.nextElementSibling ?? row.previousElementSibling;
    take(row);
    (first(near?.hidden ? null : near) ?? box.querySelector('[data-new]')).focus();
    tell('removed');
  }

  function move(row, step, button) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row); else other.after(row);
    button.focus();
    tell('moved');
  }

  // Where there is a button to add rows, one empty row is enough.
  [...list.querySelectorAll('[data-row]')].filter(isBlank).slice(1).forEach((row) => row.remove());
  list.querySelectorAll('[data-row]').forEach(equip);
  new MutationObserver(() => list.querySelectorAll('[data-row]').forEach(equip)).observe(list, { childList: true });
  add.querySelector('[data-new]').addEventListener('click', () => {
    const row = addRow(box);
    equip(row);
    first(row).focus();
    tell('added');
  });
  box.append(add);
  list.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    const row = button?.closest('[data-row]');
    if (!row) return;
    if ('remove' in button.dataset) remove(row);
    if (button.dataset.move) move(row, Number(button.dataset.move), button);
  });
}

document.querySelectorAll('[data-rows]').forEach(manage);
