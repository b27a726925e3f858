const SEARCH_MS = 200;

function dayOf(time, lang) {
  const options = lang === "vi"
    ? { day: "2-digit", month: "2-digit", year: "numeric" }
    : { day: "numeric", month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(lang === "vi" ? "vi-VN" : "en-GB", options).format(new Date(time));
}

// The field and the order stay where they are while the list under them changes: typing must not lose the focus.
class Shelf {
  constructor(root) {
    this.root = root;
    const bar = make("div", "hh-shelf-bar");
    this.field = make("input", "hh-find-field");
    Object.assign(this.field, { type: "search", maxLength: 200, autocomplete: "off", spellcheck: false });
    let timer = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.search(), SEARCH_MS);
    });
    this.order = make("select", "hh-shelf-order");
    this.order.addEventListener("change", () => this.search());
    bar.append(this.field, this.order);
    this.list = make("ul", "hh-shelf");
    this.pages = new Pages((page) => this.ask(page));
    root.append(bar, this.pages.count, this.list, this.pages.pager);
  }

  search() {
    this.pages.turned = false;
    this.ask(0);
  }

  ask(page) {
    this.root.want({ query: this.field.value.trim(), order: this.order.value, page });
  }

  show(data) {
    const { words } = data;
    this.data = data;
    this.field.placeholder = words.search;
    this.field.setAttribute("aria-label", words.search);
    if (!this.drawn) this.field.value = data.query;
    this.order.setAttribute("aria-label", words.order);
    this.order.replaceChildren(...["name", "date", "added"].map((value) => {
      const option = make("option", null, words[value]);
      option.value = value;
      return option;
    }));
    this.order.value = data.order;
    this.list.replaceChildren(...data.rows.map((row) => this.drawRow(row)));
    this.pages.show(data, this.root);
    this.drawn = true;
    this.refocus();
  }

  // After a change the button that led to it is another one, or gone: the focus must not be lost with the old.
  refocus() {
    if (!this.used) return;
    const { kind, number } = this.used;
    this.used = null;
    const rows = this.list.children;
    const row = rows[Math.min(number, rows.length - 1)];
    const next = row?.querySelector(`.hh-shelf-${kind}`) ?? this.field;
    hold(() => {
      if (document.activeElement === document.body) next.focus({ preventScroll: true });
    });
  }

  drawRow(row) {
    const item = make("li", "hh-shelf-row");
    const use = (kind, className, text, label) => {
      const element = button(`hh-shelf-${kind} ${className}`, text, () => {
        this.used = { kind, number: [...this.list.children].indexOf(item) };
        this.root.send(kind, row.document);
      }, label);
      element.title = kind === "open" ? row.document : label;
      return element;
    };
    // Heard as it is seen, with all that tells two documents of one name apart.
    const open = use("open", "hh-document-open");
    const name = make("span", "hh-document-name", row.name);
    name.dir = "auto";
    open.append(name);
    const facts = make("span", "hh-facts");
    if (row.file) {
      const file = make("span", "hh-fact", row.file);
      file.dir = "auto";
      facts.append(file);
    }
    for (const fact of row.facts) facts.append(make("span", "hh-fact", fact));
    const day = dayOf(row.added, this.data.lang);
    facts.append(make("span", "hh-fact", this.data.words.added_on.replace("{day}", day)));
    if (row.sample) facts.append(make("span", "hh-badge", row.sample));
    open.append(facts);
    item.append(open, use("edit", "hh-remove hh-rename", "✎", row.edit), use("remove", "hh-remove", "×", row.remove));
    return item;
  }
}

export default inOrder((component) => keep(component, Shelf));
