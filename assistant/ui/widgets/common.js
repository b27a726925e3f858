// Shared by every widget. Whatever comes from a document or a user is set as textContent or as an attribute, never as
// HTML, and text arrives cut into pieces, so that nothing here counts characters.

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

function button(className, text, onClick, label) {
  const element = make("button", className, text);
  element.type = "button";
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", onClick);
  return element;
}

function appendPieces(parent, pieces) {
  for (const piece of pieces) {
    if (piece.kind === "mark") parent.append(make("mark", "hh-mark", piece.text));
    else if (piece.kind === "speaker") parent.append(make("b", "hh-speaker", piece.text));
    else parent.append(document.createTextNode(piece.text));
  }
}

// A speaker or a time that doesn't stand in the text is drawn by CSS from an attribute: copied text stays verbatim.
function appendLines(parent, lines, withTimes) {
  for (const line of lines) {
    const element = make(line.kind === "turn" ? "p" : "span", `hh-${line.kind}`);
    element.dir = "auto";
    if (withTimes && line.time) element.dataset.time = line.time;
    const words = make("span", "hh-said");
    if (line.speaker) words.dataset.speaker = `${line.speaker}:`;
    appendPieces(words, line.pieces);
    element.append(words);
    parent.append(element);
  }
}

// Of two loads of one script that are under way, Chromium may end either first, and Streamlit draws after each: what the
// server sent earlier must not be drawn over what it sent later. A server that started anew counts anew.
function inOrder(draw) {
  return (component) => {
    const { parentElement } = component;
    const [{ sent, ...data }] = component.data;
    const last = parentElement.hhSent;
    if (last && last.page === sent.page && last.number > sent.number) return;
    parentElement.hhSent = sent;
    draw({ ...component, data });
  };
}

// The widget's own root, made at its first drawing.
function rootOf(parent) {
  let root = parent.querySelector(":scope > .hh-root");
  if (!root) {
    root = make("div", "hh-root");
    parent.append(root);
  }
  return root;
}

// Draws into a root of its own, again only when the data changed: a new theme or a rerun must not take the focus away.
// `send` always reaches the newest connection to the server.
function mount(component, draw) {
  update(component, (root, data, send) => {
    root.replaceChildren();
    draw(root, data, send);
  });
}

// A widget that keeps its elements from one drawing to the next: a `Widget` is made in the root once and shown the data
// whenever they changed. `want` sets what the server is to draw, `send` tells it of a click.
function keep({ parentElement, data, setStateValue, setTriggerValue }, Widget) {
  const root = rootOf(parentElement);
  root.widget ??= new Widget(root);
  root.want = (want) => setStateValue("want", want);
  root.send = setTriggerValue;
  const version = JSON.stringify(data);
  if (root.version === version) return;
  root.version = version;
  root.widget.show(data);
}

// The same, where `draw` also sees what stands there and takes it away itself.
function update({ parentElement, data, setTriggerValue }, draw) {
  const root = rootOf(parentElement);
  root.send = setTriggerValue;
  const version = JSON.stringify(data);
  if (root.version === version) return;
  root.version = version;
  draw(root, data, (name, value) => root.send(name, value));
}

// Does it for half a second, or until the reader takes over: what stands above still grows, and a drawer slides in and
// moves the focus into itself a little after our own text stands.
function hold(place) {
  const end = performance.now() + 500;
  const taken = new AbortController();
  for (const event of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    window.addEventListener(event, () => taken.abort(), { signal: taken.signal, capture: true, passive: true });
  }
  const step = () => {
    if (taken.signal.aborted) return;
    place();
    if (performance.now() < end) requestAnimationFrame(step);
    else taken.abort();
  };
  requestAnimationFrame(step);
}
