// The table of the timeline: what the chart above it shows, to be read and opened.
class Timeline {
  constructor(root) {
    this.root = root;
    this.count = make("p", "hh-shelf-count");
    this.count.setAttribute("role", "status");
    this.table = make("table", "hh-timeline");
    this.pager = make("nav", "hh-shelf-pager");
    this.previous = button("hh-follow-button", null, () => this.turn(-1));
    this.place = make("span", "hh-count");
    this.next = button("hh-follow-button", null, () => this.turn(1));
    this.pager.append(this.previous, this.place, this.next);
    root.append(this.count, this.table, this.pager);
  }

  turn(by) {
    this.turned = true;
    this.root.want({ of: this.data.of, page: this.data.page + by });
  }

  show(data) {
    const { words } = data;
    this.data = data;
    if (this.count.textContent !== data.summary) this.count.textContent = data.summary;
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
    this.pager.hidden = data.pages < 2;
    this.pager.setAttribute("aria-label", words.position);
    this.previous.textContent = words.previous;
    this.next.textContent = words.next;
    this.previous.disabled = data.page === 0;
    this.next.disabled = data.page + 1 >= data.pages;
    this.place.textContent = words.position;
    if (this.turned) this.root.scrollIntoView({ block: "start" });
    this.turned = false;
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

export default inOrder((component) => {
  const { parentElement, data, setStateValue, setTriggerValue } = component;
  let root = parentElement.querySelector(":scope > .hh-root");
  if (!root) {
    root = make("div", "hh-root");
    parentElement.append(root);
    root.timeline = new Timeline(root);
  }
  root.want = (want) => setStateValue("want", want);
  root.send = setTriggerValue;
  const version = JSON.stringify(data);
  if (root.version === version) return;
  root.version = version;
  root.timeline.show(data);
});
