export default inOrder((component) => {
  mount(component, (root, data) => {
    const notes = make("div", "hh-notes");
    if (data.alert) notes.setAttribute("role", "alert");
    for (const note of data.notes) {
      const line = make("p", `hh-note hh-${note.kind}`);
      line.dir = "auto";
      if (note.name) line.append(make("b", "hh-note-name", note.name), " ");
      line.append(make("span", null, note.text));
      notes.append(line);
    }
    root.append(notes);
  });
});
