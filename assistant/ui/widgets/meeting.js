// What is known of a meeting: its facts, its other documents, and where these differ, side by side.
function drawFact(value, send) {
  const item = make("span", "hh-fact");
  if (value.who === null) {
    const text = button("hh-link hh-task-link", value.text, () => send("open", value.place));
    text.title = value.open;
    text.lang = value.lang;
    text.dir = "auto";
    item.append(text);
    return item;
  }
  const name = button("hh-link hh-task-link", value.text, () => send("who", value.who));
  name.dir = "auto";
  const place = button("hh-meeting-place", "¶", () => send("open", value.place), value.open);
  place.title = value.open;
  item.append(name, place);
  return item;
}

function drawFacts(data, send) {
  const list = make("dl", "hh-meeting-facts");
  for (const row of data.facts) {
    const group = make("div", "hh-meeting-row");
    const values = make("dd", row.list ? "hh-meeting-list" : "hh-facts");
    values.append(...row.values.map((value) => drawFact(value, send)));
    if (row.source) {
      const source = make("span", "hh-fact hh-meeting-source", row.source);
      source.dir = "auto";
      values.append(source);
    }
    group.append(make("dt", null, row.label), values);
    list.append(group);
  }
  return list;
}

function drawOthers(data, send) {
  const list = make("ul", "hh-meeting-others");
  for (const { value, text } of data.others) {
    const item = make("li");
    const link = button("hh-link hh-task-link", text, () => send("meeting", value));
    link.dir = "auto";
    item.append(link);
    list.append(item);
  }
  return list;
}

function drawSide(side, send) {
  const item = make("li", "hh-meeting-side");
  const name = make("p", "hh-meeting-document", side.document);
  name.dir = "auto";
  const quote = button("hh-task-text", null, () => send("open", side.place));
  quote.lang = side.lang;
  quote.dir = "auto";
  appendPieces(quote, side.pieces);
  item.append(name, quote);
  return item;
}

function drawDifference({ label, sides }, send) {
  const item = make("li", "hh-meeting-difference");
  const list = make("ul", "hh-meeting-sides");
  list.append(...sides.map((side) => drawSide(side, send)));
  item.append(make("h4", "hh-meeting-subject", label), list);
  return item;
}

export default inOrder((component) => {
  mount(component, (root, data, send) => {
    const { words } = data;
    const title = (text) => make("h3", "hh-meeting-title", text);
    if (data.facts.length) root.append(title(words.facts), drawFacts(data, send));
    if (data.others.length) root.append(title(words.others), drawOthers(data, send));
    if (data.differences.length) {
      const list = make("ul", "hh-meeting-differences");
      list.append(...data.differences.map((each) => drawDifference(each, send)));
      root.append(title(words.differences), make("p", "hh-meeting-note", words.differences_note), list);
    }
  });
});
