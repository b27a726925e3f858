// A field with a count and two buttons. `ask` is called with what is typed, `step` with 1 or -1.

const TYPING_MS = 150;

function fillIn(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function stepper(className, words, step) {
  const group = make("div", `hh-stepper ${className}`);
  const count = make("span", "hh-count");
  const previous = button("hh-step hh-previous", null, () => step(-1), words.previous);
  const next = button("hh-step hh-next", null, () => step(1), words.next);
  previous.title = words.previous;
  next.title = words.next;
  group.append(count, previous, next);
  return { group, count, previous, next };
}

class Finding {
  constructor(words, ask, step) {
    this.words = words;
    this.element = make("div", "hh-find");
    this.element.setAttribute("role", "search");
    this.field = make("input", "hh-find-field");
    Object.assign(this.field, { type: "search", placeholder: words.find, maxLength: 200, autocomplete: "off" });
    this.field.spellcheck = false;
    this.field.setAttribute("aria-label", words.find);
    this.steps = stepper("hh-matches", { previous: words.previous_match, next: words.next_match }, step);
    this.element.append(this.field, this.steps.group);
    let timer = 0;
    const asked = () => {
      clearTimeout(timer);
      ask(this.query);
    };
    this.field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(asked, TYPING_MS);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      asked();
      step(event.shiftKey ? -1 : 1);
    });
    this.show(-1, 0, "");
  }

  get query() {
    return this.field.value.trim();
  }

  show(match, total, query) {
    const { group, count, previous, next } = this.steps;
    group.hidden = !query;
    previous.disabled = next.disabled = !total;
    count.textContent = total ? fillIn(this.words.position, { number: match + 1, total }) : this.words.no_match;
  }
}
