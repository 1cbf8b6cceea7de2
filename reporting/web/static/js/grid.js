// Tables of an answer: <div data-grid>. Enter goes to the cell below and sends nothing. Rows that are pasted from a
// spreadsheet into a cell fill the cells after it and below it; rows are added where the table grows. A number that has
// two readings is asked about in its cell; where one sign leaves several open, all of them can be settled at once.

import { asTyped, buttons, fillIn, inWords, meant, separator } from './numbers.js';
import { addRow, say } from './rows.js';

const CELLS = 'td :is(input, select, textarea)';
const FIGURES = ['integer', 'decimal', 'percentage', 'year'];
const digits = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);

function cellsOf(row) {
  return [...row.querySelectorAll(CELLS)];
}

function rowsOf(box) {
  return [...box.querySelectorAll('tbody > [data-row]')];
}

// Lines of cells, as spreadsheets put them on the clipboard: a cell with tabs, line ends or quotation marks is quoted.
export function parseRows(text) {
  const rows = [[]];
  const kept = text.replaceAll('\0', '');   // some programs end what they copy with it; no page takes it
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  for (let found = pattern.exec(kept); found; found = pattern.exec(kept)) {
    const [all, quoted, plain, end] = found;
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end && end !== '\t') rows.push([]);
    if (!end || !all) break;
  }
  return rows.filter((row) => row.some(Boolean));
}

function plain(text) {
  return text.normalize('NFKC').trim().toLocaleLowerCase();
}

// Puts a text into a cell; false where the cell cannot take it.
function fill(control, text) {
  if (control.tagName === 'SELECT') {
    const wanted = plain(text);
    const option = [...control.options].find((each) => wanted === plain(each.text) || wanted === plain(each.value));
    if (!option && text) return false;
    control.value = option?.value ?? '';
    return true;
  }
  control.value = text;
  return control.value === text || control.type !== 'date';
}

function columnOf(control) {
  const place = cellsOf(control.closest('tr')).indexOf(control);
  return control.closest('[data-grid]').querySelectorAll('thead [data-type]')[place];
}

// What the number in a cell may mean; one thing where it is no cell of figures, or holds nothing.
function readingsOf(control) {
  const column = columnOf(control);
  const figure = column?.dataset.type;
  if (!FIGURES.includes(figure)) return [''];
  return meant({ value: control.value, dataset: { ...column.dataset, figure } }) ?? [''];
}

function settle(control, number) {
  control.value = asTyped(number);
  ask(control);
  mark(control);
}

// Two buttons under a cell whose number has two readings. They stay while it has: one of them may have the focus already.
function ask(control) {
  const numbers = readingsOf(control);
  let choice = control.closest('td').querySelector('[data-readings]');
  if (numbers.length < 2) {
    if (choice) say(control.closest('[data-grid]'), '');
    choice?.remove();
    return;
  }
  if (choice?.dataset.readings === String(numbers)) return;
  choice ??= Object.assign(document.createElement('p'), { className: 'readings' });
  const box = control.closest('[data-grid]');
  const says = box.querySelector('[data-says]');
  const { type } = columnOf(control).dataset;
  const question = fillIn(says.dataset.either, numbers.map((each) => inWords(each, type)));
  choice.dataset.readings = String(numbers);
  choice.setAttribute('role', 'group');
  choice.setAttribute('aria-label', question);
  choice.replaceChildren(...buttons(numbers, type, (number) => {
    settle(control, number);
    control.focus();
    control.dispatchEvent(new Event('input', { bubbles: true }));
    tell(box);
  }));
  control.after(choice);
  if (control === document.activeElement) say(box, question);
}

// What holds no number, or one of two meanings, is marked until it is changed. Whether it holds none.
function mark(control) {
  const { length } = readingsOf(control);
  if (length !== 1) control.setAttribute('aria-invalid', 'true'); else control.removeAttribute('aria-invalid');
  return !length;
}

function asked(box) {
  return [...box.querySelectorAll('td [data-readings]')].map((each) => each.closest('td').querySelector(CELLS));
}

// Two buttons for all numbers that one sign leaves open.
function askTogether(box) {
  const open = asked(box);
  const sign = open.length && separator(open[0].value);
  const alike = open.filter((each) => separator(each.value) === sign);
  const old = box.querySelector('[data-alike]');
  if (alike.length < 2) { old?.remove(); return; }
  const choice = old ?? Object.assign(document.createElement('p'), { className: 'buttons' });
  const says = box.querySelector('[data-says]');
  choice.dataset.alike = '';
  choice.replaceChildren(...buttons(readingsOf(open[0]), columnOf(open[0]).dataset.type, (chosen) => {
    const nth = readingsOf(open[0]).indexOf(chosen);
    for (const each of alike) settle(each, readingsOf(each)[nth]);
    open[0].focus();
    open[0].dispatchEvent(new Event('input', { bubbles: true }));
    tell(box);
  }));
  for (const each of choice.children) each.textContent = fillIn(says.dataset.like, [each.textContent]);
  says.before(choice);
}

// How many cells are open in a table: nothing where none is.
function tell(box, before = [], after = [], unclear = box.querySelectorAll('td > [aria-invalid]').length - asked(box).length) {
  const says = box.querySelector('[data-says]');
  const open = asked(box).length;
  askTogether(box);
  const parts = [
    ...before,
    open ? says.dataset.asked.replace('{cells}', digits.format(open)) : '',
    unclear ? says.dataset.unclear.replace('{cells}', digits.format(unclear)) : '',
    ...after,
  ].filter(Boolean);
  says.classList.toggle('unseen', !parts.length);
  say(box, parts.join(' '));
}

function paste(box, control, rows) {
  const columns = [...box.querySelectorAll('thead [data-type]')];
  const from = cellsOf(control.closest('tr')).indexOf(control);
  const heads = columns.slice(from).map((each) => plain(each.firstChild.textContent));
  const taken = rows[0].every((each, n) => plain(each) === heads[n]) ? rows.slice(1) : rows;
  let row = control.closest('tr');
  let count = 0;
  let unclear = 0;
  for (const cells of taken) {
    if (!row && rowsOf(box).length < Number(box.dataset.most)) row = addRow(box);
    if (!row) break;
    cellsOf(row).slice(from).forEach((each, n) => {
      if (cells[n] === undefined) return;
      const isTaken = fill(each, cells[n]);
      ask(each);
      if (mark(each) || !isTaken) unclear += 1;
    });
    if (cells.length > columns.length - from) unclear += cells.slice(columns.length - from).filter(Boolean).length;
    count += 1;
    row = row.nextElementSibling;
  }
  control.dispatchEvent(new Event('input', { bubbles: true }));
  const left = taken.length - count;
  const says = box.querySelector('[data-says]').dataset;
  const pasted = says.pasted.replace('{rows}', digits.format(count));
  tell(box, [pasted], left ? [says.left.replace('{rows}', digits.format(left))] : [], unclear);
}

function manage(box) {
  box.closest('[data-question]').querySelector('[data-with-scripts]')?.removeAttribute('hidden');
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target.tagName !== 'INPUT' || event.isComposing) return;
    event.preventDefault();
    const row = event.target.closest('tr');
    const place = cellsOf(row).indexOf(event.target);
    if (row.nextElementSibling) cellsOf(row.nextElementSibling)[place].focus();
  });
  box.addEventListener('change', (event) => {
    if (!event.target.matches(CELLS)) return;
    const was = event.target.matches('[aria-invalid]');
    ask(event.target);
    mark(event.target);
    if (was || event.target.matches('[aria-invalid]')) tell(box);
  });
  box.addEventListener('input', (event) => {
    if (!event.target.matches(CELLS)) return;
    ask(event.target);
    askTogether(box);
  });
  box.querySelectorAll('td [data-readings]').forEach((each) => ask(each.closest('td').querySelector(CELLS)));
  askTogether(box);
  new MutationObserver(() => askTogether(box)).observe(box.querySelector('tbody'), { childList: true });
  box.addEventListener('paste', (event) => {
    if (!event.target.matches(CELLS)) return;
    const text = event.clipboardData.getData('text/plain').replace(/[\r\n]+$/, '');
    const isTable = text.includes('\t') || (/[\r\n]/.test(text) && event.target.tagName !== 'TEXTAREA');
    const rows = isTable ? parseRows(text) : [];
    if (!rows.length) return;
    event.preventDefault();
    paste(box, event.target, rows);
  });
}

document.querySelectorAll('[data-grid]').forEach(manage);
