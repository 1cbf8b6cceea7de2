// Tables of an answer: <div data-grid>. Enter goes to the cell below and sends nothing. Rows that are pasted from a
// spreadsheet into a cell fill the cells after it and below it; rows are added where the table grows.

import { meant } from './numbers.js';
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
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
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

// Whether a cell of a column of figures holds no number, or one of two meanings. What is so is marked until it is changed.
function doubt(control, column) {
  const figure = column.dataset.type;
  if (!FIGURES.includes(figure)) return false;
  const isUnclear = (meant({ value: control.value, dataset: { figure } })?.length ?? 1) !== 1;
  if (isUnclear) control.setAttribute('aria-invalid', 'true'); else control.removeAttribute('aria-invalid');
  return isUnclear;
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
      if (!fill(each, cells[n]) || doubt(each, columns[from + n])) unclear += 1;
    });
    if (cells.length > columns.length - from) unclear += cells.slice(columns.length - from).filter(Boolean).length;
    count += 1;
    row = row.nextElementSibling;
  }
  control.dispatchEvent(new Event('input', { bubbles: true }));
  const left = taken.length - count;
  const says = box.querySelector('[data-says]');
  says.classList.remove('unseen');
  say(box, [
    says.dataset.pasted.replace('{rows}', digits.format(count)),
    unclear ? says.dataset.unclear.replace('{cells}', digits.format(unclear)) : '',
    left ? says.dataset.left.replace('{rows}', digits.format(left)) : '',
  ].filter(Boolean).join(' '));
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
    const row = event.target.closest('[data-row]');
    const column = row && box.querySelectorAll('thead [data-type]')[cellsOf(row).indexOf(event.target)];
    if (!column || !doubt(event.target, column)) return;
    const says = box.querySelector('[data-says]');
    says.classList.remove('unseen');
    say(box, says.dataset.unclear.replace('{cells}', digits.format(1)));
  });
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
