// Numbers as people type them, understood as domain/numbers.py does. A field, <input data-figure="decimal" data-least
// data-most data-decimals>, shows below itself at once what was understood, and asks where a separator may mean either.

const language = document.documentElement.lang;
const MAX_DIGITS = 28;
const LETTERS = {};
for (const [signs, one] of [
  ['\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d', '-'], ['\u2018\u2019\u02b9\u02bc\u00b4`\uff07', "'"],
  ['\u066a\ufe6a\uff05', '%'], ['\u060c\uff0c', ','], ['\uff0e', '.'], ['\uff0b', '+'],
]) for (const each of signs) LETTERS[each] = one;
const BODY = /^([+-]?) ?((?:[0-9]|[ ',.\u066b\u066c](?=.))*[0-9][.,]?)$/u;
const GROUPS = /^(?:[1-9][0-9]{0,2}(?:x[0-9]{3})+|[1-9][0-9]?(?:x[0-9]{2})+x[0-9]{3})$/;
const CERTAIN = { fr: { ',': true }, ru: { ',': true }, zh: { ',': false, '.': true } };

// Digits of a script stand in runs of ten, or of several tens.
function digit(sign) {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(Math.max(0, sign.codePointAt(0) - before - 1)))) before += 1;
  return before % 10;
}

function inOneKind(typed) {
  const made = [...typed].map((sign) => {
    if (/\p{Nd}/u.test(sign)) return digit(sign);
    if (/[\p{Zs}\t\r\n]/u.test(sign)) return ' ';
    return /\p{Cf}/u.test(sign) ? '' : LETTERS[sign] ?? sign;
  });
  return made.join('').split(' ').filter(Boolean).join(' ');
}

function areGroups(digits, sign) {
  return GROUPS.test(digits.replaceAll(sign, 'x'));
}

function readings(body, tongue) {
  const signs = [...body].filter((sign) => !/[0-9]/.test(sign));
  if (!signs.length) return [[body, '']];
  const last = signs.at(-1);
  const kinds = new Set(signs);
  const whole = body.slice(0, body.lastIndexOf(last));
  const fraction = body.slice(body.lastIndexOf(last) + 1);
  if (signs.length === 1 && ',.'.includes(last)) {
    const sure = CERTAIN[tongue]?.[last];
    const grouped = sure !== true && areGroups(body, last);
    return [...(grouped ? [[whole + fraction, '']] : []), ...(!grouped || sure === undefined ? [[whole, fraction]] : [])];
  }
  if (kinds.size === 1 && last !== '\u066b') return areGroups(body, last) ? [[body.replaceAll(last, ''), '']] : [];
  if (!',.\u066b'.includes(last) || signs.indexOf(last) < signs.length - 1 || kinds.size > 2) return [];
  const between = signs[0];
  if (between !== last && (between === '\u066b' || !areGroups(whole, between))) return [];
  return [[whole.replaceAll(between, ''), fraction]];
}

function canonical(negative, whole, fraction) {
  const [before, behind] = [whole.replace(/^0+/, ''), fraction.replace(/0+$/, '')];
  if (before.length + behind.length > MAX_DIGITS) return null;
  const digits = (before || '0') + (behind && `.${behind}`);
  return negative && digits !== '0' ? `-${digits}` : digits;
}

// Every number that somebody may mean, as decimal strings, the whole number first; null for nothing typed.
export function understood(typed, tongue = language, percent = false) {
  let text = typed.length > 200 ? 'x' : inOneKind(typed);
  if (percent) text = text.replace(/^%|%$/g, '').trim();
  if (!text) return null;
  const found = BODY.exec(text);
  if (!found) return [];
  const made = readings(found[2], tongue.split('-')[0]).map((each) => canonical(found[1] === '-', ...each));
  return made.includes(null) ? [] : made;
}

// A number without rounding: [digits as BigInt, how many of them stand behind the point].
function exact(number) {
  const [whole, fraction = ''] = String(number).split('.');
  return [BigInt(whole + fraction), fraction.length];
}

function alike(...numbers) {
  const made = numbers.map(exact);
  const places = Math.max(...made.map((each) => each[1]));
  return [made.map(([digits, own]) => digits * 10n ** BigInt(places - own)), places];
}

// Below, at or above zero as the first number is less than, equal to or more than the second.
export function compare(first, second) {
  const [[one, other]] = alike(first, second);
  return one < other ? -1 : Number(one > other);
}

export function add(numbers) {
  const [made, places] = alike('0', ...numbers);
  const digits = made.reduce((sum, each) => sum + each, 0n);
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, text.length - places)}${places ? `.${text.slice(-places)}` : ''}`;
}

function canBeStored(number, { figure }) {
  if (figure === 'year') return /^[12][0-9]{3}$/.test(number);
  return figure !== 'integer' || (!number.includes('.') && Math.abs(Number(number)) <= Number.MAX_SAFE_INTEGER);
}

function keepsRules(number, { least, most, decimals }) {
  return !(least && compare(number, least) < 0) && !(most && compare(number, most) > 0)
    && !(decimals && (number.split('.')[1] ?? '').length > Number(decimals));
}

// The numbers that a field may mean, best first: one where it is clear, none where it is no number that can be kept.
export function meant(control, tongue = language) {
  const told = control.dataset;
  let found = understood(control.value, tongue, told.figure === 'percentage');
  for (const keeps of [canBeStored, (number) => canBeStored(number, told) && keepsRules(number, told)]) {
    if (found?.length > 1) {
      const kept = found.filter((number) => keeps(number, told));
      found = kept.length ? kept : found;
    }
  }
  return found?.length === 1 && !canBeStored(found[0], told) ? [] : found;
}

// A comma or a point: what may mean either in a number with two readings.
export function separator(typed) {
  return [...inOneKind(typed)].find((sign) => ',.'.includes(sign)) ?? '';
}

export function asTyped(number) {
  const sign = new Intl.NumberFormat(`${language}-u-nu-latn`).format(1.5).includes(',') ? ',' : '.';
  const text = number.replace('.', sign);
  return understood(text).length > 1 ? `${text}0` : text;
}

export function inWords(number, figure = 'decimal') {
  if (figure === 'year') return number;
  const digits = `${language}-u-nu-latn`;
  const said = new Intl.NumberFormat(digits, { maximumFractionDigits: 20, useGrouping: 'always' }).format(number);
  if (figure !== 'percentage') return said;
  return new Intl.NumberFormat(digits, { style: 'percent' }).format(0).replace('0', said);
}

// A button for each number that something may mean.
export function buttons(numbers, figure, pick) {
  return numbers.map((number) => {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'secondary' });
    made.append(Object.assign(document.createElement('bdi'), { textContent: inWords(number, figure) }));
    made.addEventListener('click', () => pick(number));
    return made;
  });
}

export function fillIn(sentence, words) {
  return words.reduce((text, each) => text.replace('{}', each), sentence);
}

function watch(control) {
  const shown = document.getElementById(`${control.id}-understood`);
  if (!shown) return;
  const choice = shown.parentElement.querySelector('[data-readings]') ?? document.createElement('p');
  let timer;

  function pick(number) {
    control.value = asTyped(number);
    control.dispatchEvent(new Event('input', { bubbles: true }));
    control.focus();
  }

  // The same buttons stay: one of them may have the focus already.
  function offer(numbers) {
    if (choice.dataset.readings === String(numbers)) return;
    choice.dataset.readings = String(numbers);
    choice.className = 'buttons';
    choice.replaceChildren(...buttons(numbers, control.dataset.figure, pick));
    choice.hidden = !numbers.length;
  }

  // Nothing where plain digits say it; without thousands where they were typed as they would be shown.
  function told(number, words) {
    const typed = control.value.trim();
    const plain = asTyped(number);
    return typed === plain ? '' : shown.dataset.understood.replace('{}', typed === words ? plain : words);
  }

  function say(found, isDone) {
    const words = (found ?? []).map((number) => inWords(number, control.dataset.figure));
    if (words.length > 1) shown.textContent = fillIn(shown.dataset.either, words);
    else if (words.length) shown.textContent = told(found[0], words[0]);
    else shown.textContent = found && isDone ? shown.dataset.refused : '';
  }

  function look(isDone) {
    const found = meant(control);
    offer(found?.length > 1 ? found : []);
    clearTimeout(timer);
    timer = setTimeout(() => say(found, isDone), isDone ? 0 : 150);
  }

  shown.after(choice);
  choice.dataset.readings = choice.firstChild ? 'sent with the page' : '';
  choice.hidden = !choice.firstChild;
  control.addEventListener('input', () => look(false));
  control.addEventListener('change', () => look(true));
}

document.querySelectorAll('[data-figure]').forEach(watch);
