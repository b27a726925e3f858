// Streamlit's own words in the reader's language: set again whenever Streamlit has drawn something anew. What our own
// widgets draw is left alone.
const words = window.hoihopWords ??= { list: [], due: false, observer: null };

function pattern(form) {
  const parts = form.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+)")}$`, "u");
}

// The word in the reader's language, or null where it is another word or reads as it should.
function worded(written, { patterns, shown, right }) {
  if (right.test(written)) return null;
  for (const each of patterns) {
    const found = each.exec(written);
    if (found) return shown.replace(/\{\w+\}/u, () => found[1]);
  }
  return null;
}

function wordText(element, word) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const said = worded(walker.currentNode.nodeValue, word);
    if (said !== null && !walker.currentNode.parentElement.closest(".hh-root")) walker.currentNode.nodeValue = said;
  }
}

function wordAll() {
  words.due = false;
  for (const word of words.list) {
    for (const element of document.querySelectorAll(word.where)) {
      if (word.attribute === null) wordText(element, word);
      else if (element.hasAttribute(word.attribute) && !element.closest(".hh-root")) {
        const said = worded(element.getAttribute(word.attribute), word);
        if (said !== null) element.setAttribute(word.attribute, said);
      }
    }
  }
  // What was changed just now is no reason to look again.
  words.observer?.takeRecords();
}

function wordSoon(changes) {
  const ours = ({ target }) => (target.closest ? target : target.parentElement)?.closest(".hh-root");
  if (words.due || (changes && changes.every(ours))) return;
  words.due = true;
  // Before it is painted.
  queueMicrotask(wordAll);
}

function sayWords(list) {
  words.list = list.map((word) => ({ ...word, patterns: word.forms.map(pattern), right: pattern(word.shown) }));
  wordSoon(null);
  if (words.observer) return;
  words.observer = new MutationObserver(wordSoon);
  const watched = [...new Set(list.map((word) => word.attribute).filter(Boolean))];
  words.observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: watched,
  });
}
