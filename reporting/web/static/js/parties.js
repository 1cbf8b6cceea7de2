// Finds Parties by what is typed of their names: <div data-parties> holds boxes in groups that open, and the field as a
// template. Groups without a match are away while something is looked for.

function bare(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase(document.documentElement.lang).trim();
}

function equip(box) {
  const template = box.querySelector('template[data-find]');
  const groups = [...box.querySelectorAll('details')];
  template.before(template.content.cloneNode(true));
  const field = box.querySelector('[type=search]');
  const says = box.querySelector('[data-none]');
  const names = new Map([...box.querySelectorAll('details .option')].map((each) => [each, bare(each.textContent)]));

  function look() {
    const wanted = bare(field.value);
    for (const [option, name] of names) option.hidden = !name.includes(wanted);
    for (const group of groups) {
      const found = group.querySelector('.option:not([hidden])');
      group.hidden = !found;
      group.open = wanted ? Boolean(found) : Boolean(group.querySelector(':checked'));
    }
    says.textContent = groups.every((each) => each.hidden) ? says.dataset.none : '';
  }

  field.addEventListener('input', look);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();   // to look for a name is not to save
    box.querySelector('details .option:not([hidden]) input')?.focus();
  });
}

document.querySelectorAll('[data-parties]').forEach(equip);
