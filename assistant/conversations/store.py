"""The conversations: begun by a question, continued, listed, searched, renamed, deleted."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

from assistant.answer import Answer, Quote
from assistant.conversations import as_json
from assistant.conversations.errors import ConversationNotFound, ConversationsError
from assistant.conversations.file import ConversationFile
from assistant.conversations.models import Asked, Conversation, Exchange, Page, Rating, Thumb
from index import HoiHopError, fold, tokens

LONGEST_TITLE = 60
_ID_BYTES = 16
# As SQLite takes it.
_NO_LIMIT = -1
_Row = tuple[int, str, str, str, str, str | None, Thumb | None, str, str, str, str]


class Conversations:
    """Threads may share one, and processes a folder. Whatever changes is changed in one transaction.

    A conversation is read by whoever knows its id; only its owner, a browser, lists and changes it.
    """

    def __init__(self, folder: Path | None) -> None:
        """Those kept in the library's folder; None keeps them in memory, as long as this object.

        Raises ConversationsError, ConversationsNotWritable and ConversationsTooNew, as all that follows may.
        """
        self._file = ConversationFile(folder)

    def close(self) -> None:
        """Closes the file; it can't be used after that."""
        self._file.close()

    def begin(self, owner: str, asked: Asked) -> tuple[Conversation, Exchange]:
        """A new conversation with its first question, which names it."""
        now = _now()
        conversation = Conversation(secrets.token_urlsafe(_ID_BYTES), owner, title_of(asked.question), now, now)
        with self._file.transaction() as connection:
            connection.execute(
                "INSERT INTO conversation (id, owner, title, folded, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
                (conversation.id, owner, conversation.title, _folded(conversation.title), now, now),
            )
            return conversation, _insert(connection, conversation.id, asked, now)

    def ask(self, conversation_id: str, owner: str, asked: Asked) -> Exchange:
        """The next question of a conversation. Raises ConversationNotFound, also where it is another owner's."""
        now = _now()
        with self._file.transaction() as connection:
            title = _owned(connection, conversation_id, owner).title or title_of(asked.question)
            connection.execute(
                "UPDATE conversation SET updated_at = ?, title = ?, folded = ? WHERE id = ?",
                (now, title, _folded(title), conversation_id),
            )
            return _insert(connection, conversation_id, asked, now)

    def find(self, conversation_id: str) -> Conversation | None:
        """The conversation of that id, whosever it is."""
        with self._file.snapshot() as connection:
            return _find(connection, conversation_id)

    def list(self, owner: str, search: str = "", most: int = 100) -> list[Conversation]:
        """The owner's, the last asked first; of a search those whose title or questions hold all of its words.

        Neither case nor diacritics count, and a word may be the beginning of another.
        """
        with self._file.snapshot() as connection:
            rows = connection.execute(
                "SELECT id, owner, title, created_at, updated_at FROM conversation WHERE owner = ?"
                " AND NOT EXISTS (SELECT 1 FROM json_each(?) AS word"
                "  WHERE instr(conversation.folded, word.value) = 0 AND NOT EXISTS (SELECT 1 FROM exchange"
                "   WHERE conversation_id = conversation.id AND instr(exchange.folded, word.value) > 0))"
                " ORDER BY updated_at DESC, rowid DESC LIMIT ?",
                (owner, json.dumps([f" {word}" for word in _folded(search).split()]), most),
            )
            return [Conversation(*row) for row in rows]

    def rename(self, conversation_id: str, owner: str, title: str) -> None:
        """Gives it another title, shortened; an empty one changes nothing. Raises ConversationNotFound."""
        title = title_of(title)
        with self._file.transaction() as connection:
            _owned(connection, conversation_id, owner)
            if title:
                connection.execute(
                    "UPDATE conversation SET title = ?, folded = ? WHERE id = ?",
                    (title, _folded(title), conversation_id),
                )

    def delete(self, conversation_id: str, owner: str) -> None:
        """Deletes it with all its questions, answers and ratings. Raises ConversationNotFound."""
        with self._file.transaction() as connection:
            _owned(connection, conversation_id, owner)
            connection.execute("DELETE FROM conversation WHERE id = ?", (conversation_id,))

    def page(self, conversation_id: str, most: int = 20) -> Page:
        """The newest exchanges; more of them for those before. Empty for a conversation that isn't there."""
        with self._file.snapshot() as connection:
            (total,) = connection.execute(
                "SELECT COUNT(*) FROM exchange WHERE conversation_id = ?", (conversation_id,)
            ).fetchone()
            rows = connection.execute(
                "SELECT exchange.id, conversation_id, state, asked_at, asked, outcome,"
                " thumb, reason, question, quotes, rated_at"
                " FROM exchange LEFT JOIN feedback ON exchange_id = exchange.id"
                " WHERE conversation_id = ? ORDER BY exchange.id DESC LIMIT ?",
                (conversation_id, most),
            ).fetchall()
        exchanges = tuple(self._exchange(row) for row in reversed(rows))
        return Page(exchanges, total - len(exchanges))

    def exchanges(self, conversation_id: str) -> tuple[Exchange, ...]:
        """All of a conversation in the order asked; none for a conversation that isn't there."""
        return self.page(conversation_id, _NO_LIMIT).exchanges

    def answer(self, exchange_id: int, answer: Answer) -> bool:
        """Answers a pending question; False where it isn't pending any more: stopped, deleted or answered elsewhere."""
        return self._end(exchange_id, "answered", as_json.answer_json(answer))

    def fail(self, exchange_id: int, error: HoiHopError) -> bool:
        """Gives a pending question its error; False where it isn't pending any more."""
        return self._end(exchange_id, "failed", as_json.error_json(error))

    def _end(self, exchange_id: int, state: str, outcome: str) -> bool:
        with self._file.transaction() as connection:
            cursor = connection.execute(
                "UPDATE exchange SET state = ?, outcome = ? WHERE id = ? AND state = 'pending'",
                (state, outcome, exchange_id),
            )
            return cursor.rowcount == 1

    def retry(self, exchange_id: int) -> bool:
        """Makes a failed question pending again; False where it isn't a failed one."""
        with self._file.transaction() as connection:
            cursor = connection.execute(
                "UPDATE exchange SET state = 'pending', outcome = NULL WHERE id = ? AND state = 'failed'",
                (exchange_id,),
            )
            return cursor.rowcount == 1

    def rate(self, exchange: Exchange, owner: str, thumb: Thumb, reason: str = "", about: Sequence[Quote] = ()) -> None:
        """What the owner thinks of the answer, or of some of its quotes, in place of what was said before.

        Raises ConversationNotFound, also where the exchange is gone.
        """
        with self._file.transaction() as connection:
            _owned(connection, exchange.conversation_id, owner)
            connection.execute(
                "INSERT OR REPLACE INTO feedback (exchange_id, thumb, reason, question, quotes, rated_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (exchange.id, thumb, _utf8(reason), _utf8(exchange.asked.question), as_json.quotes_json(about), _now()),
            )

    def rating(self, exchange: Exchange) -> Rating | None:
        """What is kept of what the owner thinks of the answer now."""
        with self._file.snapshot() as connection:
            row = connection.execute(
                "SELECT thumb, reason, question, quotes, rated_at FROM feedback WHERE exchange_id = ?", (exchange.id,)
            ).fetchone()
        if row is None:
            return None
        thumb, reason, question, quotes, rated_at = row
        try:
            return Rating(thumb, reason, question, as_json.quotes_from(quotes), rated_at)
        except (ValueError, TypeError, KeyError) as error:
            raise ConversationsError(path=self._file.path, detail=f"rating of {exchange.id}: {error!r}") from error

    def unrate(self, exchange: Exchange, owner: str) -> None:
        """Takes the rating back. Raises ConversationNotFound."""
        with self._file.transaction() as connection:
            _owned(connection, exchange.conversation_id, owner)
            connection.execute("DELETE FROM feedback WHERE exchange_id = ?", (exchange.id,))

    def _exchange(self, row: _Row) -> Exchange:
        exchange_id, conversation_id, state, asked_at, asked, outcome, thumb, reason, question, quotes, rated_at = row
        try:
            return Exchange(
                exchange_id,
                conversation_id,
                as_json.asked_from(asked),
                asked_at,
                answer=as_json.answer_from(outcome or "") if state == "answered" else None,
                error=as_json.error_from(outcome or "") if state == "failed" else None,
                rating=Rating(thumb, reason, question, as_json.quotes_from(quotes), rated_at) if thumb else None,
            )
        except (ValueError, TypeError, KeyError) as error:
            raise ConversationsError(path=self._file.path, detail=f"exchange {exchange_id}: {error!r}") from error


def title_of(question: str) -> str:
    """A question as a title: on one line, cut at a word with "…" where it is longer than LONGEST_TITLE code points."""
    line = _utf8(" ".join(question.split()))
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line.rfind(" ", 0, LONGEST_TITLE)
    return f"{line[: cut if cut > 0 else LONGEST_TITLE - 1].rstrip(' ,;:.')}…"


def _find(connection: Connection, conversation_id: str) -> Conversation | None:
    row = connection.execute(
        "SELECT id, owner, title, created_at, updated_at FROM conversation WHERE id = ?", (_utf8(conversation_id),)
    ).fetchone()
    return None if row is None else Conversation(*row)


def _owned(connection: Connection, conversation_id: str, owner: str) -> Conversation:
    """Raises ConversationNotFound."""
    conversation = _find(connection, conversation_id)
    if conversation is None or not secrets.compare_digest(conversation.owner.encode(), owner.encode()):
        raise ConversationNotFound(conversation=conversation_id)
    return conversation


def _insert(connection: Connection, conversation_id: str, asked: Asked, now: str) -> Exchange:
    cursor = connection.execute(
        "INSERT INTO exchange (conversation_id, state, asked_at, folded, asked) VALUES (?, 'pending', ?, ?, ?)",
        (conversation_id, now, _folded(asked.question), as_json.asked_json(asked)),
    )
    return Exchange(cursor.lastrowid or 0, conversation_id, asked, now)


def _folded(text: str) -> str:
    """The words of the text as they are searched, a space before each."""
    return "".join(f" {fold(word)}" for word in tokens(_utf8(text)))


def _utf8(text: str) -> str:
    """Half of a surrogate pair is no text that SQLite holds."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
