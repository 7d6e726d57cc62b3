// Several choices: "I'm not sure" and the other answers take each other out, so that nobody sends both by mistake.

for (const question of document.querySelectorAll("[data-unsure]")) {
  question.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked) return;
    const unsure = question.dataset.unsure;
    for (const other of question.querySelectorAll("input[type=checkbox]:checked")) {
      if (other === box || (other.value === unsure) === (box.value === unsure)) continue;
      other.checked = false;
      other.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
