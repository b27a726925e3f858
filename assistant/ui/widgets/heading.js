export default inOrder((component) => {
  mount(component, (root, data) => {
    const head = make("header", "hh-source-head");
    const name = make("h3", "hh-source-name", data.name);
    name.dir = "auto";
    head.append(name);
    const facts = make("p", "hh-facts");
    for (const fact of data.facts) {
      const element = make("span", "hh-fact", fact);
      element.dir = "auto";
      facts.append(element);
    }
    head.append(facts);
    if (data.notice) head.append(make("p", "hh-notice", data.notice));
    root.append(head);
  });
});
