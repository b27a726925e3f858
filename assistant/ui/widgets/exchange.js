function drawCard(card, send) {
  const item = make("li", "hh-card");
  item.dataset.level = card.level;
  if (card.dated) item.append(make("p", "hh-dated", card.dated));
  if (card.heading) {
    const heading = make("p", "hh-heading", card.heading);
    heading.dir = "auto";
    item.append(heading);
  }
  const quote = make("blockquote", card.flow ? "hh-quote hh-flow" : "hh-quote");
  quote.lang = card.lang;
  appendLines(quote, card.lines, false);
  const footer = make("footer", "hh-footer");
  const cite = button("hh-cite", String(card.number), () => send("open", card.place), card.open);
  const facts = make("div", "hh-facts");
  const name = make("cite", "hh-name", card.name);
  name.title = card.document;
  name.dir = "auto";
  facts.append(name);
  for (const fact of card.facts) {
    const element = make("span", "hh-fact", fact);
    element.dir = "auto";
    facts.append(element);
  }
  if (card.confidence) facts.append(make("span", "hh-confidence", card.confidence));
  const similar = button("hh-link hh-similar", card.similar, () => send("similar", card.place), card.similar_label);
  footer.append(cite, facts);
  const actions = make("div", "hh-actions");
  actions.append(copyLine(card.copy), similar);
  item.append(quote, footer, actions);
  if (card.also.length) item.append(drawAlso(card, send));
  if (card.notice) item.append(make("p", "hh-notice", card.notice));
  return item;
}

// The other places that say the same.
function drawAlso(card, send) {
  const also = make("div", "hh-also");
  also.append(make("span", null, `${card.also_label} `));
  const places = make("ul", "hh-also-places");
  for (const place of card.also) {
    const item = make("li");
    const open = button("hh-link", place.text, () => send("open", place.place), place.open);
    open.dir = "auto";
    item.append(open);
    places.append(item);
  }
  also.append(places);
  return also;
}

// Cards that differ stand in a frame of their own, under a line that says so.
function drawCards(cards, className, send, data) {
  const list = make("ol", className);
  let frame = null;
  for (const card of cards) {
    if (card.differs === null) {
      list.append(drawCard(card, send));
      continue;
    }
    if (!frame || frame.number !== card.differs) {
      const item = make("li", "hh-differ");
      const head = make("p", "hh-differ-label", data.differ_label);
      const inner = make("ol", "hh-cards");
      inner.setAttribute("aria-label", data.differ_label);
      item.append(head, make("p", "hh-differ-note", data.differ_note), inner);
      list.append(item);
      frame = { number: card.differs, inner };
    }
    frame.inner.append(drawCard(card, send));
  }
  return list;
}

// What was searched for a follow-up. "Edit" puts a field in its place: Enter searches the text, Escape leaves it as it was.
function drawFollow(follow, question, send) {
  const line = make("div", "hh-understood hh-follow");
  const show = (focusEdit) => {
    const query = make("q", null, follow.searched);
    query.dir = "auto";
    const edit = button("hh-link", follow.edit, write, follow.edit_label);
    line.replaceChildren(`${follow.label} `, query);
    if (follow.within) {
      const within = make("span", null, follow.within);
      within.dir = "auto";
      line.append(" · ", within);
    }
    line.append(" ", edit, " ", button("hh-link", follow.as_typed, () => send("as_typed", question)));
    if (focusEdit) edit.focus();
  };
  const write = () => {
    const form = make("form", "hh-follow-form");
    const field = make("textarea", "hh-follow-field");
    field.value = follow.searched;
    field.rows = 2;
    field.maxLength = 2000;
    field.setAttribute("aria-label", follow.edit_label);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        show(true);
      } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    const submit = make("button", "hh-follow-button", follow.search);
    submit.type = "submit";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text) return field.focus();
      show(true);
      send("as_typed", text);
    });
    const buttons = make("div", "hh-follow-buttons");
    buttons.append(submit, button("hh-follow-button", follow.cancel, () => show(true)));
    form.append(field, buttons);
    line.replaceChildren(form);
    field.focus();
    field.select();
  };
  show(false);
  return line;
}

export default inOrder((component) => {
  // Not being the newest any more is no reason to draw anew.
  const { newest, ...shown } = component.data;
  mount({ ...component, data: shown }, (root, data, send) => {
    const article = make("article", "hh-exchange");
    const question = make("h2", "hh-question");
    question.append(make("span", data.similar ? "hh-similar-to" : "hh-hidden", `${data.label}: `));
    const words = make("span", "hh-words", data.question);
    words.dir = "auto";
    question.append(words);
    article.append(question);
    if (data.understood) {
      const understood = make("p", "hh-understood", `${data.understood_label} `);
      const query = make("q", null, data.understood);
      query.dir = "auto";
      understood.append(query, " ", button("hh-link", data.as_typed, () => send("as_typed", data.question)));
      article.append(understood);
    }
    if (data.follow) article.append(drawFollow(data.follow, data.question, send));
    if (data.note) article.append(make("p", "hh-understood", data.note));
    if (data.filters) {
      const filters = make("p", "hh-understood hh-filtered", data.filters);
      filters.dir = "auto";
      article.append(filters);
    }
    if (data.verdict) {
      const verdict = make("p", data.answered || data.cards.length ? "hh-verdict" : "hh-verdict hh-none", data.verdict);
      if (data.search_all) {
        verdict.append(" ", button("hh-link", data.search_all, () => send("unfiltered", data.question)));
      }
      article.append(verdict);
    }
    if (data.cards.length) article.append(drawCards(data.cards, "hh-cards", send, data));
    if (data.rest.length) {
      const rest = make("details", "hh-nearest");
      rest.append(make("summary", null, data.rest_label), drawCards(data.rest, "hh-cards", send, data));
      article.append(rest);
    }
    if (data.nearest.length) {
      const nearest = make("details", "hh-nearest");
      nearest.append(make("summary", null, data.nearest_label), drawCards(data.nearest, "hh-cards hh-weak", send, data));
      article.append(nearest);
    }
    root.append(article);
    if (newest) hold(() => article.scrollIntoView({ block: "start", behavior: "instant" }));
  });
});
