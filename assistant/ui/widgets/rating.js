// Thumbs and a reason. The focus stays on what was pressed, and what is being typed stays, whatever the server draws.
function drawRating(root, data, send) {
  const box = make("div", "hh-rating");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", data.label);
  const say = (thumb, reason) => send("rate", { thumb, reason });
  const thumb = (name, sign, text) => {
    const pressed = data.thumb === name;
    const element = button("hh-thumb", null, () => say(pressed ? "" : name, ""));
    const picture = make("span", null, sign);
    picture.setAttribute("aria-hidden", "true");
    element.append(picture, ` ${text}`);
    element.setAttribute("aria-pressed", String(pressed));
    element.dataset.focus = name;
    return element;
  };
  const thumbs = make("div", "hh-thumbs");
  if (!data.thumb) thumbs.append(make("span", "hh-rating-ask", data.ask));
  thumbs.append(thumb("up", "👍", data.up), thumb("down", "👎", data.down));
  const status = make("span", "hh-rating-kept");
  status.setAttribute("role", "status");
  status.textContent = data.thumb ? data.kept : "";
  thumbs.append(status);
  box.append(thumbs);
  if (data.thumb && data.reason && !root.editing) {
    const line = make("p", "hh-rating-reason");
    const reason = make("q", null, data.reason);
    reason.dir = "auto";
    const edit = button("hh-link", data.edit, () => {
      root.editing = true;
      redraw(root, data, send);
      root.querySelector(".hh-rating-field").focus();
    });
    edit.dataset.focus = "edit";
    line.append(reason, " ", edit);
    box.append(line);
  } else if (data.thumb) {
    box.append(drawReason(root, data, say));
  }
  root.replaceChildren(box);
}

function drawReason(root, data, say) {
  const form = make("form", "hh-rating-form");
  const keep = (text) => {
    root.editing = false;
    root.draft = undefined;
    root.wanted = "edit";
    say(data.thumb, text);
  };
  if (data.thumb === "down") {
    const offered = make("div", "hh-rating-offered");
    data.reasons.forEach((reason, number) => {
      const element = button("hh-rating-offer", reason, () => keep(reason));
      element.dataset.focus = `offer-${number}`;
      offered.append(element);
    });
    form.append(offered);
  }
  const field = make("input", "hh-rating-field");
  field.type = "text";
  field.maxLength = 1000;
  field.value = root.draft ?? data.reason;
  field.placeholder = data.reason_label;
  field.setAttribute("aria-label", data.reason_label);
  field.dataset.focus = "field";
  field.addEventListener("input", () => { root.draft = field.value; });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !root.editing) return;
    event.stopPropagation();
    root.editing = false;
    root.draft = undefined;
    root.wanted = "edit";
    redraw(root, data, root.sendRate);
  });
  const save = make("button", "hh-follow-button", data.save);
  save.type = "submit";
  save.dataset.focus = "save";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(field.value.trim());
  });
  const line = make("div", "hh-rating-line");
  line.append(field, save);
  form.append(line);
  return form;
}

// The focus goes to what takes the place of that which had it, if that is gone.
function redraw(root, data, send) {
  const had = root.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  root.sendRate = send;
  drawRating(root, data, send);
  if (!had) return;
  const places = [root.wanted, had, "field", "up"];
  root.wanted = undefined;
  for (const place of places) {
    const element = place && root.querySelector(`[data-focus="${place}"]`);
    if (element) return element.focus();
  }
}

export default inOrder((component) => {
  update(component, redraw);
});
