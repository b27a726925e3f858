// The table of the timeline: what the chart above it shows, to be read and opened.
class Timeline {
  constructor(root) {
    this.root = root;
    this.table = make("table", "hh-timeline");
    this.pages = new Pages((page) => this.root.want({ of: this.data.of, page }));
    root.append(this.pages.count, this.table, this.pages.pager);
  }

  show(data) {
    const { words } = data;
    this.data = data;
    const head = make("thead");
    const titles = make("tr");
    for (const title of [words.when, words.what]) {
      const cell = make("th", null, title);
      cell.scope = "col";
      titles.append(cell);
    }
    head.append(titles);
    const body = make("tbody");
    body.append(...data.rows.map((row) => this.drawRow(row)));
    this.table.replaceChildren(make("caption", "hh-hidden", words.caption), head, body);
    this.table.hidden = !data.rows.length;
    this.pages.show(data, this.root);
  }

  drawRow(row) {
    const line = make("tr");
    line.dataset.lane = row.lane;
    const when = make("th", "hh-timeline-when", row.when);
    when.scope = "row";
    const what = make("td");
    const text = button("hh-task-text", row.text, () =>
      row.id === null ? this.root.send("meeting", row.document) : this.root.send("open", row.id)
    );
    text.lang = row.lang;
    text.dir = "auto";
    const facts = make("p", "hh-facts");
    if (row.kind) facts.append(make("span", "hh-fact hh-timeline-kind", row.kind));
    if (row.meeting) {
      const fact = make("span", "hh-fact");
      const link = button("hh-link hh-task-link", row.meeting, () => this.root.send("meeting", row.document));
      link.dir = "auto";
      fact.append(link);
      facts.append(fact);
    }
    what.append(text, facts);
    line.append(when, what);
    return line;
  }
}

export default inOrder((component) => keep(component, Timeline));
