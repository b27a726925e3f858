"""English."""

from __future__ import annotations

ENGLISH: dict[str, str] = {
    # The page
    "app.name": "Hỏi Họp",
    "app.what": (
        "Ask about your meetings and get the paragraphs that answer, word for word, with document, date, page and "
        "speaker."
    ),
    "app.documents.one": "The library holds {count} document.",
    "app.documents.other": "The library holds {count} documents.",
    "app.examples": "You could ask",
    "chat.placeholder": "Ask about a meeting…",
    "chat.searching": "Searching the documents…",
    "language.label": "Language",
    "language.vi": "Tiếng Việt",
    "language.en": "English",
    # Before the library is open
    "open.model": "Loading the model…",
    "open.model_first": (
        "The first time, the model is unpacked; that can take a minute. You can type your question already."
    ),
    "open.library": "Opening the library…",
    "open.samples": "Indexing the sample documents…",
    "retry": "Try again",
    # An answer
    "answer.question": "Question",
    "answer.as_typed": "Search exactly as typed",
    "answer.as_typed_note": "Searched exactly as typed",
    "answer.understood": "Understood as:",
    "answer.found.one": "{count} paragraph found",
    "answer.found.other": "{count} paragraphs found",
    "answer.nearest": "Nearest paragraphs — they may not answer the question",
    "answer.open": "Open source {number}: {name}",
    "confidence.high": "High confidence",
    "confidence.medium": "Fair confidence",
    "confidence.low": "Low confidence",
    "percent": "{count}%",
    "place.page": "page {page}",
    "place.row": "row {row}",
    "place.cell": "row {row}, column {column}",
    # Tasks, and questions about them
    "task_kind.decision": "decision",
    "task_kind.assignment": "assignment",
    "task_kind.request": "request",
    "task_kind.note": "note",
    "task.due": "due by {day}",
    "task.from": "from {day}",
    "task.on": "on {day}",
    "task.within": "from {first} to {last}",
    "task.overdue": "{due}, overdue",
    "task.assignees": "to be done by: {names}",
    "task.done": "{name} confirmed on {day} that this is done",
    "task.nobody": "nobody named",
    "task.assigned_by": "given by: {name}",
    "tasks.all": "tasks",
    "tasks.decisions": "decisions",
    "tasks.overdue": "overdue on {day}",
    "tasks_due.until": "due by {last}",
    "tasks_due.after": "due from {first} on",
    "tasks_due.on": "due on {last}",
    "tasks_due.between": "due from {first} to {last}",
    "tasks_held.until": "meetings until {last}",
    "tasks_held.after": "meetings from {first} on",
    "tasks_held.on": "meeting on {last}",
    "tasks_held.between": "meetings from {first} to {last}",
    "task_change.new": "new",
    "task_change.changed": "changed",
    "task_change.before": "as it was before",
    "tasks.since": "new or changed in {now} ({day}) since {before} ({then})",
    "tasks.since_before": "what is new since the meeting before it",
    "tasks.found_changes": "{new} new, {changed} changed.",
    "tasks.topic": "about: {topic}",
    "tasks.rest": "Show {count} more",
    "tasks.found.one": "{count} task.",
    "tasks.found.other": "{count} tasks, by their days; those without a date come last.",
    "tasks.found_decisions.one": "{count} decision.",
    "tasks.found_decisions.other": "{count} decisions, by their days; those without a date come last.",
    "tasks.none": "Nothing in the table of tasks fits ({asked}), so the documents were searched.",
    "tasks.from_table": "From the table of tasks:",
    "tasks.search": "Search the documents instead",
    "reason.empty_library": "The library holds no documents to search. Add some in the sidebar, then ask again.",
    "reason.no_evidence": "Not found: no paragraph in the documents speaks of this.",
    "reason.weak_evidence": "Not found: no paragraph is certain enough to answer this question.",
    "reason.no_name": "Not found: the nearest paragraphs give no such name.",
    "reason.no_person": "Not found: the nearest paragraphs name no person.",
    "reason.no_date": "Not found: the nearest paragraphs name no date or time.",
    "reason.no_number": "Not found: the nearest paragraphs name no number.",
    "reason.no_place": "Not found: the nearest paragraphs name no place.",
    # The source
    "source.title": "Source document",
    "source.download": "Download the original",
    "source.changed": (
        "This document has a new version since the answer. The quoted paragraph no longer stands in it word for word."
    ),
    # The library
    "library.title": "Documents",
    "library.empty": "No documents yet.",
    "library.sample": "sample",
    "library.remove": "Remove {name}",
    "library.remove_samples": "Remove all samples",
    "library.paragraphs.one": "{count} paragraph",
    "library.paragraphs.other": "{count} paragraphs",
    # Adding documents
    "upload.label": "Add documents",
    "upload.kinds": "Word, PowerPoint, PDF, web pages, e-mails, text, transcripts and subtitles, also packed as .zip",
    "upload.reading": "reading",
    "upload.paragraphs": "{done} of {total} paragraphs",
    "outcome.added": "added",
    "outcome.replaced": "replaced by the new version",
    "outcome.unchanged": "already there, unchanged",
    "outcome.skipped": "skipped",
    "outcome.failed": "not added",
    "upload.conflict": "{name} is already in the library with other content.",
    "upload.replace": "Replace",
    "upload.keep_both": "Keep both",
    "upload.leave": "Leave this file out",
    "upload.hide": "Hide the result",
    # Filters
    "filters.title": "Filters",
    "filters.documents": "Meetings and documents",
    "filters.speakers": "Speakers",
    "filters.kinds": "Kind of document",
    "filters.first_date": "From",
    "filters.last_date": "To",
    "filters.any": "Any",
    "filters.pdf": "PDF",
    "filters.word": "Word",
    "filters.slides": "Slides",
    "filters.web": "Web page",
    "filters.text": "Text file",
    "filters.email": "E-mail",
    "filters.transcript": "Transcript",
    "filters.picture": "Picture",
    "filters.from": "From {date}",
    "filters.to": "To {date}",
    "filters.speaker": "Speaker: {name}",
    "filters.active": "Active filters",
    "filters.remove": "Remove filter {name}",
    "filters.clear": "Clear all filters",
    "filters.matching.one": "{count} paragraph matches the filters.",
    "filters.matching.other": "{count} paragraphs match the filters.",
    "filters.matching_none": "No paragraph matches these filters. Remove one of them.",
    "filters.undated.one": "Dates are filtered by, so {count} document without a date is not searched.",
    "filters.undated.other": "Dates are filtered by, so {count} documents without a date are not searched.",
    "filters.asked_with": "Filters: {filters}",
    "filters.only_in": "Only this was searched: {filters}.",
    "filters.search_all": "Clear the filters and search again",
    "reason.nothing_matches": "No paragraph matches the filters, so there was nothing to search.",
    # The drawer: the document's text and pages
    "drawer.part": "Paragraphs {first}–{last}",
    "drawer.text_region": "Text of the document",
    "drawer.passages": "Quoted passages",
    "drawer.previous_passage": "Previous quoted passage (Alt+↑)",
    "drawer.next_passage": "Next quoted passage (Alt+↓)",
    "drawer.position": "{number} / {total}",
    "drawer.passage": "Quoted passage {number} of {total}",
    "drawer.find": "Find in the document",
    "drawer.previous_match": "Previous match (Shift+Enter)",
    "drawer.next_match": "Next match (Enter)",
    "drawer.match": "Match {number} of {total}",
    "drawer.no_match": "No match",
    "drawer.view": "View",
    "drawer.text": "Text",
    "drawer.picture": "Page",
    "drawer.picture_region": "Picture of the page",
    "drawer.previous_page": "Previous page",
    "drawer.next_page": "Next page",
    "drawer.page_of": "page {page} / {pages}",
    "drawer.zoom": "Enlarge",
    "drawer.drawing": "Drawing the page…",
    "drawer.picture_alt": "Picture of page {page} of {name}.",
    "drawer.boxed.one": "The quoted passage is boxed; it can be read under Text.",
    "drawer.boxed.other": "{count} quoted passages are boxed; they can be read under Text.",
    "drawer.no_picture": "Page {page} can't be drawn from the original, so only its text is shown.",
    "drawer.original_gone": (
        "The original of this version is no longer in the library, so its pages can't be drawn. Close the "
        "document and open it again."
    ),
    "drawer.not_boxed": "The place of the passage on the picture is not known. See it under Text.",
    "drawer.moved": (
        "This document has a new version since the answer. The quoted passage still stands in it word for word."
    ),
    # What was searched for a follow-up
    "follow.searched": "Searched for:",
    "follow.within": "in {name}",
    "follow.edit": "Edit",
    "follow.edit_label": "Edit what was searched",
    "follow.search": "Search",
    "follow.cancel": "Cancel",
    "follow.as_typed": "Search only what I typed",
    # Conversations
    "conversations.title": "Conversations",
    "conversations.new": "New conversation",
    "conversations.search": "Search conversations",
    "conversations.none_found": "No conversation matches.",
    "conversations.untitled": "Untitled",
    "conversations.rename": "Rename the conversation {name}",
    "conversations.delete": "Delete the conversation {name}",
    "conversations.more": "Show more conversations",
    "conversations.rename_title": "Rename the conversation",
    "conversations.rename_label": "New name",
    "conversations.rename_yes": "Save the name",
    "conversations.rename_no": "Keep the old one",
    "conversations.delete_title": "Delete the conversation?",
    "conversations.delete_what": (
        "All questions and answers of “{name}” are deleted for good. The documents in the library stay as they are."
    ),
    "conversations.delete_yes": "Delete",
    "conversations.delete_no": "Keep it",
    "conversations.earlier": "Show earlier questions ({count})",
    "conversations.unknown": "There is no such conversation. It may have been deleted, or the address is incomplete.",
    "conversations.foreign": (
        "This conversation was held in another browser. You can read it; what you ask begins a new conversation of"
        " your own."
    ),
    "conversations.not_kept": (
        "You can still ask, but conversations are lost when the program stops. Mend this, then press Try again."
    ),
    "search.stop": "Stop searching",
    "search.waits": "The model is still loading. Your question is searched as soon as it is ready.",
    "quote.changed": "The document has a new version since this answer. What is quoted here is from the old one.",
    "quote.gone": "The document is no longer in the library. What was quoted is kept word for word.",
    # Copying a quote as a citation, and exporting a conversation
    "citation.number": "No. {number}",
    "citation.speaker": "spoken by {names}",
    "citation.time": "at {time}",
    "copy.label": "Copy citation {number}",
    "copy.visible": "Copy for:",
    "copy.word": "Word",
    "copy.markdown": "Markdown",
    "copy.word_label": "Word: copy citation {number}",
    "copy.markdown_label": "Markdown: copy citation {number}",
    "copy.done": "Copied",
    "copy.done_word": "Citation {number} is copied, ready to paste into Word.",
    "copy.done_markdown": "Citation {number} is copied as Markdown.",
    "copy.failed": "The browser did not allow copying. Select the paragraph and press Ctrl+C.",
    "export.button": "Export",
    "export.what": "Download the whole conversation with all quotes and sources.",
    "export.word": "Word (.docx)",
    "export.markdown": "Markdown (.md)",
    "export.page": "Page to print (.html)",
    "export.print": "To print or to save as PDF, press Ctrl+P (on a Mac: ⌘P).",
    "export.file": "Conversation",
    "export.questions.one": "{count} question",
    "export.questions.other": "{count} questions",
    "export.begun": "Begun {time}",
    "export.made": "Exported from Hỏi Họp {time} ({zone})",
    "export.asked": "Asked {time}",
    "export.moment": "{date}, {clock}",
    "export.pending": "This question had no answer yet when the conversation was exported.",
    "export.unprintable": (
        "Control characters of the documents, which can't be printed, are shown by visible signs such as {example}."
    ),
    "export.page_of": "Page {page} of {pages}",
    # Answers: what was found, folded, differing, similar passages and ratings
    "answers.found_one": "1 paragraph found, {sure} sure.",
    "answers.found_in_one": "{count} paragraphs found in one document, the surest {sure}.",
    "answers.found": "{count} paragraphs found in {documents} documents, the surest {sure}.",
    "answers.found_differ": "The documents differ.",
    "answers.differ": "The documents differ, newest first",
    "answers.differ_note": (
        "It may have changed, or each document may speak of something else. Look at the date of each."
    ),
    "answers.also": "Also in",
    "answers.also_open": "Open where this also stands, {name}",
    "answers.similar": "More like this",
    "answers.similar_label": "More like this: passages like number {number}",
    "answers.similar_to": "Passages like",
    "answers.similar_found.one": "{count} similar passage. It is no answer to a question.",
    "answers.similar_found.other": "{count} similar passages, the most alike first. They are no answer to a question.",
    "answers.similar_none": "No other passage in the library is much like this one.",
    "rating.label": "Rate this answer",
    "rating.ask": "Was this helpful?",
    "rating.up": "Helpful",
    "rating.down": "Not right",
    "rating.kept": "Saved.",
    "rating.reason": "Reason (optional)",
    "rating.save": "Save reason",
    "rating.edit": "Edit reason",
    "rating.wrong": "Not what I asked",
    "rating.missing": "The passage is missing",
    "rating.outdated": "Out of date",
    # The library's page and the first steps
    "shelf.first_title": "Three steps to begin",
    "shelf.first_add": "Add documents: minutes, decisions, transcripts or subtitles.",
    "shelf.first_ask": "Ask in your own words.",
    "shelf.first_check": "Check: click a quote's number to see it in its document, word for word.",
    "shelf.first_samples": "No documents at hand? Try the sample meetings; you can remove them at any time.",
    "shelf.link": "Open the library",
    "shelf.back": "Back to asking",
    "shelf.add_samples": "Add the samples",
    "shelf.progress": "{done} of {total} files done",
    "shelf.waiting": "waiting",
    "shelf.left_out": "left out, as you chose",
    "shelf.name_taken": "the name is taken by other content; choose below what to do",
    "shelf.found.one": "{count} document",
    "shelf.found.other": "{count} documents",
    "shelf.none_found": "No document matches.",
    "shelf.search": "Search by title or file name",
    "shelf.order": "Sort by",
    "shelf.by_name": "Name",
    "shelf.by_date": "Meeting date, newest first",
    "shelf.by_added": "Date added, newest first",
    "shelf.previous": "Previous page",
    "shelf.next": "Next page",
    "shelf.position": "Page {page} of {pages}",
    "shelf.added": "added {day}",
    "shelf.pages.one": "{count} page",
    "shelf.pages.other": "{count} pages",
    "shelf.vietnamese": "Vietnamese",
    "shelf.english": "English",
    "scan.on_pages": "with pages read by OCR, {sure} sure",
    "scan.read": "read by OCR, {sure} sure",
    "scan.unread.one": "{count} page without text not read (is Tesseract there?)",
    "scan.unread.other": "{count} pages without text not read (is Tesseract there?)",
    "shelf.edit": "Edit title and date of {name}",
    "shelf.edit_title": "Edit title and date",
    "shelf.title_label": "Title",
    "shelf.date_label": "Meeting date",
    "shelf.date_form": "day/month/year",
    "shelf.date_help": (
        "For example 12/03/2024 (day first), or 03/2024 for a month. Leave empty to use the document's own date."
    ),
    "shelf.unknown": "unknown",
    "shelf.document_says": (
        "The document says: {title} · {date}. Your own title and date stay when a new version is added."
    ),
    "shelf.save": "Save",
    "shelf.reset": "Use the document's own",
    "shelf.cancel": "Cancel",
    "shelf.removed_one": "Removed {name}.",
    "shelf.removed.one": "Removed {count} document.",
    "shelf.removed.other": "Removed {count} documents.",
    "shelf.undo_for": "You can undo this for 30 minutes.",
    "shelf.undo": "Undo",
    "shelf.forget": "Delete for good now",
    # The board of tasks
    "board.title": "Tasks",
    "board.link": "Open the board of tasks",
    "board.none": "No tasks were found in the documents yet.",
    "board.state": "State",
    "board.to_do": "To do",
    "board.overdue": "Overdue",
    "board.done": "Done",
    "board.all": "All",
    "board.people": "Given to a person",
    "board.bodies": "Given to a body",
    "board.months": "Month it is due",
    "board.kinds": "Kind",
    "board.no_deadline": "No deadline",
    "board.assignment": "Assignment",
    "board.decision": "Decision",
    "board.request": "Request",
    "board.note": "Note",
    "board.found.one": "{count} task",
    "board.found.other": "{count} tasks",
    "board.none_found": "No task matches.",
    "board.due": "Due {date}",
    "board.due_on": "On {date}",
    "board.due_from": "From {date}",
    "board.due_within": "From {first} to {last}",
    "board.late.one": "{count} day overdue",
    "board.late.other": "{count} days overdue",
    "board.by": "From {name}",
    "board.excel": "Excel (.xlsx)",
    "board.csv": "Table (.csv)",
    "board.calendar": "Calendar (.ics)",
    "board.export": "Download the tasks as filtered, from all pages. The calendar file has those with a deadline.",
    "board.name": "Confirmed by",
    "board.mark": "Mark as done",
    "board.mark_task": "Mark as done, {task}",
    "board.unmark_task": "Take the mark away, {task}",
    "board.done_by": "{name} confirmed that this is done, {time}",
    "board.marked": "Marked as done, confirmed by {name}.",
    "board.unmarked": "The mark confirmed by {name} was taken away.",
    "board.unplaced": "Marks that fit no line any more",
    "board.unplaced_why": (
        "The document has changed or left the library, so these marks are kept with the words they were put on. If the "
        "task is still in the new version, mark its new line and then take the old mark away."
    ),
    "board.marks.one": "{count} mark",
    "board.marks.other": "{count} marks",
    "board.gone": "{name}, no longer in the library",
    "timeline.title": "Timeline",
    "timeline.list": "List",
    "timeline.meeting": "Meeting",
    "timeline.due": "In time",
    "timeline.today": "Today",
    "timeline.when": "Day",
    "timeline.what": "Meeting or task",
    "timeline.table": "Meetings and deadlines in the order of their days",
    "timeline.description": (
        "A chart of meetings and deadlines by day. The table below holds the same, and each line of it can be opened."
    ),
    "timeline.found.one": "{count} meeting or task with a day",
    "timeline.found.other": "{count} meetings and tasks with a day",
    "timeline.none": "No meeting or task has a day.",
    "timeline.more.one": "and {count} more",
    "timeline.more.other": "and {count} more",
    # The page of a meeting, and of a person or body
    "about.meeting": "Meeting",
    "about.who": "Person or body",
    "about.back": "To the tasks",
    "about.open": "Open the document",
    "about.decided": "Decisions",
    "about.to_do": "Assignments, requests and notes",
    "about.speakers": "Who spoke",
    "about.owes": "What they must do",
    "about.said": "What they said",
    "about.nothing_said": "No transcript names a speaker like this.",
    "about.none": "No lines were found.",
    "about.turns.one": "{count} turn",
    "about.turns.other": "{count} turns",
    "about.time": "Time",
    "about.words": "Words",
    "meeting.facts": "About the meeting",
    "meeting.date": "Date",
    "meeting.time": "Time",
    "meeting.place": "Place",
    "meeting.body": "Body",
    "meeting.session": "Session",
    "meeting.chair": "Chair",
    "meeting.present": "Present",
    "meeting.agenda": "Agenda",
    "meeting.from": "From {name}",
    "meeting.open_place": "See in the document, {name}",
    "meeting.others": "Other documents of this meeting",
    "meeting.differences": "Where the documents differ",
    "meeting.differences_note": "Compare them before you rely on one. Click a quote to see it in its document.",
    "meeting.count": "How many were there",
    "meeting.days": "Dates",
    "meeting.numbers": "Numbers",
    # Streamlit's own words
    "streamlit.skip": "Skip to main content",
    "streamlit.sidebar": "Sidebar",
    "streamlit.collapse": "Collapse sidebar",
    "streamlit.expand": "Expand sidebar",
    "streamlit.file": "choose files",
    "streamlit.upload": "Choose files",
    "streamlit.size": "up to {size} per file",
    "streamlit.drop": "Drop files here",
    "streamlit.too_large": "A file can have {size} at most.",
    "streamlit.send": "Send the question",
    "streamlit.apply": "Press Enter to apply",
    "streamlit.submit": "Press Enter to save",
    "streamlit.open": "Open the list",
    "streamlit.clear": "Clear all",
    "streamlit.remove": "Remove {name}",
    "streamlit.all": "Select all",
    "streamlit.none": "Nothing matches",
    "streamlit.date": "Choose a date",
    "streamlit.clear_date": "Clear the date",
    "streamlit.month_before": "Previous month",
    "streamlit.month_after": "Next month",
    "streamlit.close": "Close",
    "streamlit.connecting": "Connecting",
    "streamlit.stop": "Stop",
    "streamlit.running": "Running…",
    "streamlit.lost": "Connection lost",
    "streamlit.lost_why": (
        "The program Hỏi Họp is not answering. Please see whether it is still running; once it runs again, this page "
        "connects by itself."
    ),
    "streamlit.no_file": "The file could not be made. Please reload the page and try again.",
    # The library's model and the way to another one
    "model.title": "Search model",
    "model.current": "The library uses the model {model}.",
    "model.runs": (
        "It computes in {format} on {processor}: the mean cosine of its vectors to those in full precision (fp32) is "
        "{cosine}."
    ),
    "model.runs_plain": "It computes in full precision (fp32) on {processor}.",
    "model.bundled_name": "multilingual-e5-small (comes with the program)",
    "model.what.one": (
        "The model finds what is meant, also where a question uses other words than the documents. With another model "
        "the library's {count} paragraph is processed anew, which takes about as long as adding it did."
    ),
    "model.what.other": (
        "The model finds what is meant, also where a question uses other words than the documents. With another model "
        "all of the library's {count} paragraphs are processed anew, which takes about as long as adding them did."
    ),
    "model.meanwhile": (
        "Meanwhile questions are still answered with the old model, and you can stop at any time: only when all is "
        "done does the library go over to the new one."
    ),
    "model.all_or_nothing": (
        "You can stop at any time: only when all is done does the library go over to the new model."
    ),
    "model.confidence": (
        "The confidence was calibrated for the model that comes with the program; with another one, questions may be "
        "answered too easily or refused too often."
    ),
    "model.label": "Another model",
    "model.help": (
        "Type the path of a folder on the machine that runs the program, or the name of a sentence-transformers model "
        "on the Hugging Face hub. A model that isn't on the machine needs the network once, to be downloaded."
    ),
    "model.start": "Switch to this model",
    "model.bundled": "Switch to the model that comes with the program",
    "model.to_setting": "Switch the library to the model in the settings",
    "model.empty": "Type the model's name or folder.",
    "model.in_use": "The library uses this very model already.",
    "model.fixed": (
        "The model was set by the variable {variable} when the program was started. To choose one here, start it "
        "again without that variable."
    ),
    "model.shared": (
        "The program is open to other machines, so the model can only be changed on the machine that runs it, with: "
        "python -m index reembed --model NAME"
    ),
    "model.running": "The library is being switched to another model. Questions are still answered with the old one.",
    "model.running_closed": "The library is being switched to another model, and opens when that is done.",
    "model.loading": "loading the model",
    "model.embedding": "{done} of {total} paragraphs processed",
    "model.stopping": "stopping",
    "model.stop": "Stop switching",
    "model.done": "The library now uses the model {model}. Paragraphs processed anew: {count}.",
    "model.stopped": "Switching was stopped. The library is as it was.",
    "model.unchanged": "The library is as it was.",
    "model.hide": "Hide this message",
    # Errors
    "error.HoiHopError": "Something went wrong.",
    "error.UnreadableDocument": "{path}: this file can't be read.",
    "error.UnsupportedType": "{path}: this kind of file isn't supported ({found}). Use one of: {supported}.",
    "error.EmptyDocument": "{path}: there is no text in this file. If it is a scan, make a sharper one.",
    "error.NotUtf8": "{path}: not UTF-8 text (byte {position}). Save it again with the encoding UTF-8, then add it.",
    "error.BadArchive": "{path}: this archive can't be read ({detail}). Unpack it, and add its files.",
    "error.NeedsLibreOffice": (
        "{path}: this is a Word document of before 2007. Save it as .docx and add that, or install LibreOffice on the "
        "machine that runs Hỏi Họp."
    ),
    "error.NeedsTesseract": (
        "{path}: this is a scan or a picture of text. On the machine that runs Hỏi Họp, install Tesseract with its "
        "Vietnamese (on Debian: apt install tesseract-ocr tesseract-ocr-vie), or add a version with a text layer."
    ),
    "error.BrokenDocument": (
        "{path}: damaged, locked or not what its name says ({detail}). Open it in its own program and save it again."
    ),
    "error.UnknownTranscript": (
        "{path}: no transcript of Whisper, WhisperX, Otter or Fireflies ({detail}). Export the transcript as .txt, "
        ".vtt or .docx, and add that."
    ),
    "error.LinkLeadsOut": (
        "{path}: a link to a file outside the folder, which isn't followed. Add that file itself, or copy it here."
    ),
    "error.TooLarge": (
        "{path}: larger than {limit} MB, the most that is read. Split the file, or set HOIHOP_MAX_FILE_MB to more and "
        "start the program again."
    ),
    "error.TooSlow": (
        "{path}: not read within {limit} seconds, and given up. Save it again in its own program or split it; if it is "
        "sound and only long, set HOIHOP_READ_SECONDS to more and start the program again."
    ),
    "error.TooMuchMemory": (
        "{path}: needs more than {limit} MB of memory to be read. Save it again in its own program or split it; if it "
        "is sound and only large, set HOIHOP_READ_MB to more and start the program again."
    ),
    "error.TooMuchText": "{path}: {characters} characters of text; a document may have {limit}. Split the file.",
    "error.ReadingCrashed": (
        "{path}: reading it crashed ({detail}); nothing else is affected. Open it in its own program and save it "
        "again, then add it."
    ),
    "error.PathNotFound": "{path}: no such file or folder. Check the path.",
    "error.FolderGone": (
        "{path}: this folder isn't there any more, or is empty though the library holds documents of it; perhaps its "
        "disk isn't mounted. Nothing was removed. Watch it again when it is there."
    ),
    "error.DocumentNotFound": (
        "{document}: the library holds no document of that name. It may just have been removed or renamed."
    ),
    "error.SpeakerNotFound": (
        "{speaker}: nobody speaks under that name in the library. The names nearest to it: {nearest}. Choose one of "
        "them."
    ),
    "error.NoSpeakers": "{speaker}: no document in the library says who speaks. Search without naming a speaker.",
    "error.BadFilter": "This filter can't be used.",
    "error.BadDate": "{value}: not a date. Write a day as 2024-03-12, a month as 2024-03, a year as 2024.",
    "error.DatesReversed": "The first date, {first}, is after the last, {last}. Exchange the two.",
    "error.UnknownKind": "{kind}: no kind of document. Use one of: {kinds}.",
    "error.BrokenFilters": (
        "These are no filters ({value}). Give an object that holds any of documents, speakers, kinds (lists of "
        "strings), first_date, last_date (strings)."
    ),
    "error.BadEdit": "{document}: this can't be changed so.",
    "error.BadTitle": "{document}: a title of {length} characters; at most {limit} can be kept. Shorten it.",
    "error.BadMeetingDate": "{document}: {value} is no date. Write day/month/year, or month/year.",
    "error.BadMark": "This task can't be marked.",
    "error.BadName": "Type the name of whoever confirms it, in at most {limit} characters; this has {length}.",
    "error.TaskGone": (
        "{document}: the document has changed meanwhile and has no such line any more. Look at the list anew."
    ),
    "error.NameTaken": (
        "{document}: another document has that name by now. Remove that one first, then put this one back."
    ),
    "error.LibraryError": "{folder}: the library can't be opened ({detail}).",
    "error.LibraryNotWritable": (
        "{folder}: the library can't be written ({detail}). Free some space or change the folder's permissions."
    ),
    "error.LibraryInUse": (
        "{folder}: another program has been writing this library for {seconds} seconds. Nothing was changed; try again "
        "when it is done."
    ),
    "error.LibraryOpen": (
        "{folder}: another program, such as the chat, has this library open. End it, and try again. Nothing was lost."
    ),
    "error.LibraryDamaged": (
        "{folder}: the library's file {file} is damaged ({detail}). Whoever looks after this machine can see what it "
        "concerns with: python -m index check --library {folder} - and save all that is sound with: python -m index "
        "repair --library {folder}"
    ),
    "error.LibraryThere": (
        "{folder}: there is a library already. Name another folder, or replace it with the option --replace; all that "
        "is in it now is then gone."
    ),
    "error.LibraryTooNew": (
        "{folder}: this library is of version {found}; this program knows up to {known}. Update the program."
    ),
    "error.ModelMismatch": (
        "{folder}: this library was made with the model {found}, and the settings name {wanted}. Set the model back "
        "to {found}, or run: python -m index reembed --library {folder}"
    ),
    "error.VectorsOfOtherLength": (
        "{folder}: the vectors of this library have {found} numbers, and the model {model} now gives {wanted}: its "
        "files are others than they were. Put the old ones back, or run: python -m index reembed --library {folder}"
    ),
    "error.BrokenCache": "{path}: the search index on disk is damaged ({detail}) and is made anew.",
    "error.ExportNotWritable": "{path}: the file can't be written ({detail}). Free some space, or name another place.",
    "error.BackupError": "{path}: this backup can't be used ({detail}).",
    "error.BackupNotWritable": (
        "{path}: the backup can't be written ({detail}). Free some space, or name another place."
    ),
    "error.BrokenBackup": (
        "{path}: this is no backup of a library, or a damaged one ({detail}). Nothing was changed; use another."
    ),
    "error.ModelUnavailable": "The model {model} can't be loaded ({detail}).",
    "error.ModelFolderMissing": (
        "The model {model} can't be loaded: there is no such folder on the machine. Check the path, or choose another "
        "model."
    ),
    "error.HubModelUnavailable": (
        "The model {model} can't be loaded ({detail}). Check the name; a model that isn't on the machine needs the "
        "network to be downloaded."
    ),
    "error.BundledModelChanged": (
        "The model {model} came with an earlier version of the program. Switch the library to the one that comes with "
        "this version; the command for that is: python -m index reembed --model {default}"
    ),
    "error.BadSetting": "{name} is set to {value}; it takes {expected}.",
    "error.BadQuestion": "The question is empty. Type what you want to know.",
    "error.QuestionTooLong": "The question has {length} characters; at most {limit} can be searched. Shorten it.",
    "error.ConversationsError": (
        "{path}: the file of conversations is damaged or can't be opened ({detail}). Move it away to begin anew."
    ),
    "error.ConversationsNotWritable": (
        "{path}: conversations can't be saved ({detail}). Free some space or change the permissions of the folder."
    ),
    "error.ConversationsTooNew": (
        "{path}: these conversations are of version {found}; this program knows up to {known}. Update the program."
    ),
    "error.ConversationNotFound": "There is no such conversation here. It may just have been deleted.",
    "error.SearchStopped": "You stopped this search.",
    "error.SearchFailed": "The search failed by a fault of this program ({detail}). Try again; the question is kept.",
}
