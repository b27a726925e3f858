export default function (component) {
  mount(component, (root, data, send) => {
    const list = make("ul", "hh-documents");
    for (const entry of data.documents) {
      const item = make("li", "hh-document");
      const open = button("hh-document-open", null, () => send("open", entry.document), entry.open);
      const name = make("span", "hh-document-name", entry.name);
      name.dir = "auto";
      const facts = make("span", "hh-facts");
      for (const fact of entry.facts) facts.append(make("span", "hh-fact", fact));
      if (entry.sample) facts.append(make("span", "hh-badge", entry.sample));
      open.title = entry.document;
      open.append(name, facts);
      item.append(open, button("hh-remove", "×", () => send("remove", entry.document), entry.remove));
      list.append(item);
    }
    root.append(list);
  });
}
