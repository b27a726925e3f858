export default function (component) {
  mount(component, (root, data) => {
    const list = make("ul", "hh-notes");
    if (data.alert) list.setAttribute("role", "alert");
    for (const note of data.notes) {
      const item = make("li", `hh-note hh-${note.kind}`);
      item.dir = "auto";
      if (note.name) item.append(make("b", "hh-note-name", note.name), " ");
      item.append(make("span", null, note.text));
      list.append(item);
    }
    root.append(list);
  });
}
