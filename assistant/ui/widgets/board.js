// The list of tasks. A row that is marked grows a form for the name; the focus stays in the list while rows come and go.
class Board {
  constructor(root) {
    this.root = root;
    this.list = make("ul", "hh-tasks");
    this.pages = new Pages((page) => this.root.want({ of: this.data.of, page }));
    root.append(this.pages.count, this.list, this.pages.pager);
  }

  show(data) {
    this.data = data;
    this.list.replaceChildren(...data.rows.map((row) => this.drawRow(row)));
    this.pages.show(data, this.root);
    this.refocus();
  }

  // The row that was marked may have left the list: the focus goes to the one in its place.
  refocus() {
    if (this.used === undefined) return;
    const rows = this.list.children;
    const next = rows[Math.min(this.used, rows.length - 1)]?.querySelector(".hh-task-check");
    this.used = undefined;
    hold(() => {
      if (document.activeElement === document.body) next?.focus({ preventScroll: true });
    });
  }

  drawRow(row) {
    const item = make("li", "hh-task");
    item.dataset.state = row.state;
    const check = button("hh-task-check", null, () => this.toggle(item, row), row.check);
    check.setAttribute("aria-pressed", String(row.mark !== null));
    check.title = row.check;
    const body = make("div", "hh-task-body");
    const text = row.opens
      ? button("hh-task-text", row.text, () => this.root.send("open", row.id))
      : make("p", "hh-task-text", row.text);
    text.lang = row.lang;
    text.dir = "auto";
    const facts = make("p", "hh-facts");
    if (row.late) facts.append(make("span", "hh-badge hh-late", row.late));
    if (row.due) facts.append(make("span", "hh-fact", row.due));
    for (const person of row.people) facts.append(this.drawLink("who", person));
    for (const fact of row.facts) facts.append(make("span", "hh-fact", fact));
    if (row.meeting) facts.append(this.drawLink("meeting", row.meeting));
    body.append(text, facts);
    if (row.done) body.append(make("p", "hh-task-done", row.done));
    item.append(check, body);
    return item;
  }

  drawLink(event, { value, text }) {
    const fact = make("span", "hh-fact");
    const link = button("hh-link hh-task-link", text, () => this.root.send(event, value));
    link.dir = "auto";
    fact.append(link);
    return fact;
  }

  number(item) {
    return [...this.list.children].indexOf(item);
  }

  toggle(item, row) {
    if (row.mark !== null) {
      this.used = this.number(item);
      this.root.send("unmark", row.mark);
      return;
    }
    const open = item.querySelector("form");
    if (open) open.remove();
    else this.drawForm(item, row);
  }

  // Asks for the name, with the one that was typed last at hand: Enter is enough.
  drawForm(item, row) {
    const { words, name, longest_name } = this.data;
    const form = make("form", "hh-task-form");
    const label = make("label", "hh-task-label", words.name);
    const field = make("input", "hh-find-field");
    Object.assign(field, { type: "text", maxLength: longest_name, value: name, required: true, autocomplete: "name" });
    label.append(field);
    const save = make("button", "hh-follow-button hh-task-save", words.save);
    save.type = "submit";
    const close = () => {
      form.remove();
      item.querySelector(".hh-task-check").focus();
    };
    form.append(label, save, button("hh-link", words.cancel, close));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!field.value.trim()) {
        field.focus();
        return;
      }
      this.used = this.number(item);
      this.root.send("mark", { id: row.id, name: field.value });
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    item.querySelector(".hh-task-body").append(form);
    field.select();
    field.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }
}

export default inOrder((component) => keep(component, Board));
