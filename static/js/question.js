// One question in the builder: only the answers of the chosen earlier question are offered for the condition.

const question = document.getElementById("show_if_question");
const value = document.getElementById("show_if_value");

/** Show the answers of one question; what no longer fits is unchosen. */
function narrow() {
  for (const group of value.querySelectorAll("optgroup")) {
    const fits = [...group.children].some((option) => option.value.startsWith(`${question.value}:`));
    group.hidden = !fits;
    group.disabled = !fits;
  }
  if (!value.value.startsWith(`${question.value}:`)) value.value = "";
}

if (question && value) {
  question.addEventListener("change", narrow);
  narrow();
}
