// Follow-up questions come and go with the answers they turn on, as domain/conditions.py decides: <div data-question="path"
// data-type="yes_no" data-show-if="{…}" hidden>. What is hidden is kept, and counts as unanswered for those after it.
// What could not be saved (data-unsent) stays in sight until it is put right.

import { add, compare, meant } from './numbers.js';

const ORDERS = {
  at_least: (sign) => sign >= 0, at_most: (sign) => sign <= 0, less_than: (sign) => sign < 0, more_than: (sign) => sign > 0,
};
const questions = new Map([...document.querySelectorAll('[data-question]')].map((each) => [each.dataset.question, each]));

function controls(question) {
  const named = `[name="${CSS.escape(question.dataset.question)}"]:not([data-id]), [data-typed]`;   // no ids of rows
  return [...question.querySelectorAll(named)];
}

// A row with something in it; one that is taken out holds nothing.
function isFilled(row) {
  const cells = [...row.querySelectorAll('input:not([type=checkbox], [data-id]), textarea, select')];
  return !row.hidden && cells.some((each) => each.value.trim());
}

function valueOf(path) {
  const question = questions.get(path);
  if (!question || question.hidden) return null;
  const rows = question.querySelector('[data-row]') && [...question.querySelectorAll('[data-row]')].filter(isFilled);
  if (rows) return rows.length ? rows : null;
  const found = controls(question);
  const figure = found.find((each) => each.dataset.figure);
  if (figure) {
    const numbers = meant(figure) ?? [];
    return numbers.length === 1 ? numbers[0] : null;
  }
  const boxes = found.filter((each) => each.type === 'checkbox');
  if (boxes.length) {
    const chosen = boxes.filter((each) => each.checked).map((each) => each.value);
    return chosen.length ? chosen : null;
  }
  const radios = found.filter((each) => each.type === 'radio');
  if (radios.length) {
    const chosen = radios.find((each) => each.checked)?.value || null;
    return question.dataset.type === 'yes_no' && chosen ? chosen === 'yes' : chosen;
  }
  return found.some((each) => (each.value ?? each.textContent).trim()) ? true : null;
}

// The number that a value is, as text; null where it is none.
function number(value) {
  return ['string', 'number'].includes(typeof value) && /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? String(value) : null;
}

function operand(told, value) {
  if (typeof told === 'string') return number(value(told));
  if (typeof told === 'number') return number(told);
  return told.number ?? number(value(told.question));
}

function amount(condition, value) {
  if (condition.sum) {
    const given = condition.sum.map((each) => operand(each, value)).filter((each) => each !== null);
    return given.length ? add(given) : null;
  }
  const found = value(condition.question);
  return 'count' in condition ? String(found?.length ?? 0) : number(found);
}

function same(value, wanted) {
  if (typeof wanted !== 'number') return value === wanted;
  return number(value) !== null && compare(number(value), wanted) === 0;
}

// Whether a condition is met by the values that `value` gives by path, null where there is none.
export function holds(condition, value = valueOf) {
  if (condition.and) {
    const { and, ...rest } = condition;
    return holds(rest, value) && holds(and, value);
  }
  if (condition.all) return condition.all.every((each) => holds(each, value));
  if (condition.any) return condition.any.some((each) => holds(each, value));
  if (condition.not) return !holds(condition.not, value);
  const orders = Object.entries(condition.count ?? condition).filter(([name]) => name in ORDERS);
  if (orders.length) return isOrdered(amount(condition, value), orders, value);
  return isMet(condition, value(condition.question));
}

function isOrdered(found, orders, value) {
  if (found === null) return false;
  return orders.every(([name, told]) => {
    const limit = operand(told, value);
    return limit !== null && ORDERS[name](compare(found, limit));
  });
}

function isMet(condition, value) {
  if ('is' in condition) return same(value, condition.is);
  if ('any_of' in condition) return condition.any_of.some((each) => same(value, each));
  if ('includes' in condition) return (value ?? []).includes(condition.includes);
  return (value !== null) === condition.answered;
}

function look() {
  for (const question of questions.values()) {
    const { showIf, unsent } = question.dataset;
    if (showIf && unsent === undefined) question.hidden = !holds(JSON.parse(showIf));
  }
}

const form = document.querySelector('[data-show-if]')?.closest('form');
form?.addEventListener('input', look);
form?.addEventListener('change', look);
addEventListener('pageshow', look);
