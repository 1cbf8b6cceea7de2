// What is offered depends on other answers of the page: <div data-linked-to="paths"> with options [data-links="ids"]. An
// option that is chosen stays in sight. What answers name follows domain/questions: ticked options, filled rows.

const linked = [...document.querySelectorAll('[data-linked-to]')];

function isFilled(row) {
  return [...row.querySelectorAll('td :is(input, textarea, select)')].some((each) => each.value.trim());
}

function named(path) {
  const question = document.querySelector(`[data-question="${CSS.escape(path)}"]`);
  if (!question || question.hidden) return [];
  const ticked = [...question.querySelectorAll('[type=checkbox]:checked')].map((each) => each.value);
  const rows = [...question.querySelectorAll('[data-row]')].filter(isFilled);
  return [...ticked, ...rows.map((row) => row.querySelector('[data-id]').value)];
}

function look() {
  for (const question of linked) {
    const ids = new Set(question.dataset.linkedTo.split(' ').flatMap(named));
    let offered = 0;
    for (const each of question.querySelectorAll('[data-links]')) {
      const fits = each.dataset.links.split(' ').some((id) => ids.has(id));
      (each.closest('label') ?? each).hidden = !fits && !each.checked;
      offered += fits;
    }
    question.querySelector('[data-nothing]').hidden = offered > 0;
  }
}

const form = linked[0]?.closest('form');
form?.addEventListener('input', look);
form?.addEventListener('change', look);
addEventListener('pageshow', look);
