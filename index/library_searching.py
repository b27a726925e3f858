"""How the library is searched: questions in, what was found out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.caches import Caches
from index.catalogue import Catalogue, Facets, Scope
from index.embed import Embedder
from index.errors import BrokenCache
from index.filters import NO_FILTERS, Filters
from index.fuse import Weights
from index.library_base import LibraryBase, check_model
from index.models import Hit, Paragraph, Similar
from index.named_days import NamedDay
from index.passages import passage_of
from index.question import QuestionCentres, Understood, understand
from index.rerank import Reranker
from index.search import Found, Searcher
from index.similar import similar
from index.store import Titled

_Result = TypeVar("_Result")
# A question, its vector and what the filters leave to search.
_Asked = tuple[Understood, NDArray[np.float32], Scope | None]


class LibrarySearching(LibraryBase):
    """Searches: the indexes, brought up to date first, are shared by all threads."""

    _reranker: Reranker | None
    _weights: Weights
    _caches: Caches | None = None
    # The library's generation and the model that last were found to go together.
    _checked: tuple[int, Embedder] | None = None
    _catalogue: Catalogue | None = None
    # The titles and dates that were read, and the generation that they are of.
    _titled: tuple[int, dict[str, Titled]] = (-1, {})
    _centres: tuple[Embedder, QuestionCentres] | None = None

    def facets(self) -> Facets:
        """What questions can be filtered by."""
        with self._lock, self._store.snapshot():
            return self._current_catalogue().facets

    def scope(self, filters: Filters) -> Scope:
        """What the filters leave to search. Raises DocumentNotFound, SpeakerNotFound and NoSpeakers."""
        with self._lock, self._store.snapshot():
            return self._current_catalogue().scope(self._store, filters)

    def search(
        self, question: str, limit: int = 10, within: str | None = None, *, filters: Filters = NO_FILTERS
    ) -> list[Hit]:
        """The hits for a question, best first.

        Raises BadQuestion, and what `scope` raises for `filters` and for `within`, the name of one document.
        """
        return list(self.find([question], limit, [within], filters=[filters])[0].hits)

    def find(
        self,
        questions: Sequence[str],
        limit: int = 10,
        within: Sequence[str | None] | None = None,
        *,
        filters: Sequence[Filters] | None = None,
        as_typed: bool = False,
    ) -> list[Found]:
        """What each question found, with the evidence that an answer is made from; the questions are embedded together.

        `filters` are those of each question. `within` names one document, or None, for each, in place of the documents
        that its filters name. Raises BadQuestion and what `scope` raises.
        """
        wanted = _wanted(len(questions), within, filters)
        while True:
            with self._lock, self._store.snapshot():
                embedder = self.embedder
                understood = self._with_caches(
                    lambda caches: [understand(question, caches, as_typed=as_typed) for question in questions]
                )
                # Before the time that embedding takes.
                self._scopes(wanted)
            vectors = embedder.questions([question.embedded for question in understood])
            centres = self._question_centres(embedder)
            with self._lock, self._store.snapshot():
                if embedder is not self.embedder:
                    # The library was embedded anew in the meantime.
                    continue
                asked = list(zip(understood, vectors, self._scopes(wanted), strict=True))
                return self._with_caches(partial(self._found_with, asked, limit, centres))

    def _found_with(self, asked: Sequence[_Asked], limit: int, centres: QuestionCentres, caches: Caches) -> list[Found]:
        if self._titled[0] != self._store.generation:
            self._titled = self._store.generation, {}
        searcher = Searcher(self._store, caches, self._weights, centres, self._reranker, self._titled[1], self._dated)
        return [searcher.search(question, vector, limit, scope) for question, vector, scope in asked]

    def _dated(self, days: Sequence[NamedDay]) -> NDArray[np.int64]:
        """The ids of the paragraphs of the documents that have one of these days for a date."""
        return self._current_catalogue().dated(self._store, days)

    def similar(self, paragraph: Paragraph, limit: int = 5, *, filters: Filters = NO_FILTERS) -> list[Similar]:
        """The paragraphs most like one, the most alike first, without itself, also where it stands in a new version.

        Of what the filters leave; they raise as for `find`.

        Those with nothing in common but that they speak of meetings are left out. By the stored vector; a paragraph
        that the library doesn't hold any more is embedded anew.
        """
        passage = passage_of(paragraph)
        while True:
            with self._lock, self._store.snapshot():
                check_model(self._store, self.embedder)
                embedder = self.embedder
                vector = self._store.vector(self._store.held_key(passage.new.vector_key), embedder.dimension)
            if vector is None:
                vector = embedder.passages([passage.text], [passage.spans])[0].vector
            with self._lock, self._store.snapshot():
                if embedder is self.embedder:
                    (scope,) = self._scopes([filters])
                    among = None if scope is None else scope.ids
                    return similar(paragraph, vector, limit, self._store, self._current_caches(), among)

    def _scopes(self, filters: Sequence[Filters]) -> list[Scope | None]:
        """What each of the filters leave; None where they leave all."""
        if not any(each.active for each in filters):
            return [None] * len(filters)
        catalogue = self._current_catalogue()
        scopes = {each: catalogue.scope(self._store, each) for each in dict.fromkeys(filters) if each.active}
        return [scopes.get(each) for each in filters]

    def _current_catalogue(self) -> Catalogue:
        if self._catalogue is None or self._catalogue.generation != self._store.generation:
            self._catalogue = Catalogue(self._store)
        return self._catalogue

    def understand(self, question: str) -> Understood:
        """The question as it would be searched."""
        with self._lock, self._store.snapshot():
            return self._with_caches(lambda caches: understand(question, caches))

    def prepare(self) -> None:
        """Brings the search indexes up to date now, so that the next question needn't."""
        with self._lock, self._store.snapshot():
            self._current_caches()

    def _with_caches(self, use: Callable[[Caches], _Result]) -> _Result:
        """What is found with the search indexes up to date. What of them turns out damaged meanwhile is made anew."""
        while True:
            caches = self._current_caches()
            try:
                return use(caches)
            except BrokenCache:
                caches.drop_broken()

    def _current_caches(self) -> Caches:
        # Another process may have embedded the library anew with another model.
        seen = self._store.generation, self.embedder
        if seen != self._checked:
            check_model(self._store, self.embedder)
            self._checked = seen
        if self._caches is None:
            self._caches = Caches(self._store, self.embedder.dimension)
        self._caches.catch_up()
        return self._caches

    def _question_centres(self, embedder: Embedder) -> QuestionCentres:
        held = self._centres
        if held is None or held[0] is not embedder:
            held = self._centres = embedder, QuestionCentres.of(embedder)
        return held[1]


def _wanted(count: int, within: Sequence[str | None] | None, filters: Sequence[Filters] | None) -> tuple[Filters, ...]:
    """The filters of each of so many questions, of which each may be about one document."""
    given = filters if filters is not None else [NO_FILTERS] * count
    documents = within if within is not None else [None] * count
    return tuple(each.of_one(document) for each, document in zip(given, documents, strict=True))
