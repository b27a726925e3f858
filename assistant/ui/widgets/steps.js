export default inOrder((component) => {
  mount(component, (root, data) => {
    const section = make("section", "hh-steps");
    section.append(make("h2", "hh-steps-title", data.title));
    const list = make("ol", "hh-steps-list");
    for (const step of data.steps) list.append(make("li", "hh-step-line", step));
    section.append(list);
    root.append(section);
  });
});
