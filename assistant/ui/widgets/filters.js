// A chip for each filter: a click on it takes the filter away. The focus goes to the chip that takes its place, and from
// the last one to the button that opens the filters.
function drawChips(root, data, send) {
  const list = make("ul", "hh-chips");
  list.setAttribute("aria-label", data.label);
  data.chips.forEach((chip, number) => {
    const item = make("li");
    const remove = button(
      "hh-chip",
      null,
      () => {
        root.taken = { places: [chip.place], number };
        send("remove", chip.place);
      },
      chip.remove
    );
    remove.title = chip.text;
    const text = make("span", "hh-chip-text", chip.text);
    text.dir = "auto";
    const cross = make("span", "hh-chip-cross");
    cross.setAttribute("aria-hidden", "true");
    remove.append(text, cross);
    item.append(remove);
    list.append(item);
  });
  if (data.chips.length > 1) {
    const item = make("li");
    const clear = () => {
      root.taken = { places: data.chips.map((chip) => chip.place), number: 0 };
      send("remove_all", true);
    };
    item.append(button("hh-link", data.clear, clear));
    list.append(item);
  }
  return list;
}

export default inOrder((component) => {
  mount(component, (root, data, send) => {
    if (data.chips.length) root.append(drawChips(root, data, send));
    if (!root.taken) return;
    const left = root.querySelectorAll(".hh-chip");
    const next = left[Math.min(root.taken.number, left.length - 1)];
    (next ?? document.querySelector(":is(.st-key-hh-filters, .st-key-hh-board-filters) [data-testid=stPopover] button"))?.focus();
    // A drawing that was under way when it was clicked still shows it.
    if (!data.chips.some((chip) => root.taken.places.includes(chip.place))) delete root.taken;
  });
});
