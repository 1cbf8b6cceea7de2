// Buttons that copy a text of the page: <button data-copy="id of the text" data-done="…" data-failed="…" hidden>; what came of it
// is said in the element after the button. Without scripts the text stands there to be marked and copied.

function mark(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy);
  const said = button.nextElementSibling;
  try {
    await navigator.clipboard.writeText(text.textContent.trim());
    said.textContent = button.dataset.done;
  } catch {
    mark(text);
    said.textContent = button.dataset.failed;
  }
}

document.querySelectorAll('button[data-copy]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => copy(button));
});
