// Follow-up questions come and go with the answers they turn on, as domain/conditions.py decides: <div data-question="path"
// data-type="yes_no" data-show-if="{…}" hidden>. What is hidden is kept, and counts as unanswered for those after it.

const questions = new Map([...document.querySelectorAll('[data-question]')].map((each) => [each.dataset.question, each]));

function controls(question) {
  const named = `[name="${CSS.escape(question.dataset.question)}"]:not([data-id]), [data-typed]`;   // no ids of rows
  return [...question.querySelectorAll(named)];
}

function valueOf(path) {
  const question = questions.get(path);
  if (!question || question.hidden) return null;
  const found = controls(question);
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

function holds(condition) {
  if (condition.and) {
    const { and, ...rest } = condition;
    return holds(rest) && holds(and);
  }
  if (condition.all) return condition.all.every(holds);
  if (condition.any) return condition.any.some(holds);
  if (condition.not) return !holds(condition.not);
  const value = valueOf(condition.question);
  if ('is' in condition) return value === condition.is;
  if ('any_of' in condition) return condition.any_of.includes(value);
  if ('includes' in condition) return (value ?? []).includes(condition.includes);
  return (value !== null) === condition.answered;
}

function look() {
  for (const question of questions.values()) {
    if (question.dataset.showIf) question.hidden = !holds(JSON.parse(question.dataset.showIf));
  }
}

const form = document.querySelector('[data-show-if]')?.closest('form');
form?.addEventListener('input', look);
form?.addEventListener('change', look);
addEventListener('pageshow', look);
