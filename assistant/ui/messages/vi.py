"""Vietnamese."""

from __future__ import annotations

VIETNAMESE: dict[str, str] = {
    # The page
    "app.name": "Hỏi Họp",
    "app.what": (
        "Hỏi về các cuộc họp của bạn và nhận nguyên văn những đoạn trả lời, kèm tài liệu, ngày, trang và người nói."
    ),
    "app.documents.one": "Thư viện có {count} tài liệu.",
    "app.documents.other": "Thư viện có {count} tài liệu.",
    "app.examples": "Bạn có thể hỏi",
    "chat.placeholder": "Hỏi về một cuộc họp…",
    "chat.searching": "Đang tìm trong tài liệu…",
    "language.label": "Ngôn ngữ",
    "language.vi": "Tiếng Việt",
    "language.en": "English",
    # Before the library is open
    "open.model": "Đang nạp mô hình…",
    "open.model_first": "Lần đầu mô hình được giải nén, có thể mất một phút. Bạn có thể gõ câu hỏi ngay.",
    "open.library": "Đang mở thư viện…",
    "open.samples": "Đang lập chỉ mục tài liệu mẫu…",
    "retry": "Thử lại",
    # An answer
    "answer.question": "Câu hỏi",
    "answer.as_typed": "Tìm đúng như đã gõ",
    "answer.as_typed_note": "Đã tìm đúng như đã gõ",
    "answer.understood": "Hiểu là:",
    "answer.found.one": "Tìm thấy {count} đoạn",
    "answer.found.other": "Tìm thấy {count} đoạn",
    "answer.nearest": "Đoạn gần nhất — có thể không trả lời câu hỏi",
    "answer.open": "Mở nguồn {number}: {name}",
    "confidence.high": "Độ tin cậy cao",
    "confidence.medium": "Độ tin cậy vừa",
    "confidence.low": "Độ tin cậy thấp",
    "percent": "{count} %",
    "place.page": "trang {page}",
    "place.row": "hàng {row}",
    "place.cell": "hàng {row}, cột {column}",
    # Tasks, and questions about them
    "task_kind.decision": "quyết định",
    "task_kind.assignment": "giao việc",
    "task_kind.request": "đề nghị",
    "task_kind.note": "lưu ý",
    "task.due": "hạn {day}",
    "task.from": "từ {day}",
    "task.on": "ngày {day}",
    "task.within": "từ {first} đến {last}",
    "task.overdue": "{due}, đã quá hạn",
    "task.assignees": "người làm: {names}",
    "task.done": "{name} xác nhận đã xong ngày {day}",
    "task.nobody": "chưa nêu ai làm",
    "task.assigned_by": "người giao: {name}",
    "tasks.all": "các việc",
    "tasks.decisions": "các quyết định",
    "tasks.overdue": "quá hạn tính đến {day}",
    "tasks_due.until": "hạn đến {last}",
    "tasks_due.after": "hạn từ {first} trở đi",
    "tasks_due.on": "hạn ngày {last}",
    "tasks_due.between": "hạn từ {first} đến {last}",
    "tasks_held.until": "họp đến ngày {last}",
    "tasks_held.after": "họp từ ngày {first} trở đi",
    "tasks_held.on": "họp ngày {last}",
    "tasks_held.between": "họp từ {first} đến {last}",
    "task_change.new": "mới",
    "task_change.changed": "thay đổi",
    "task_change.before": "lần họp trước",
    "tasks.since": "việc mới hoặc thay đổi ở {now} ({day}) so với {before} ({then})",
    "tasks.since_before": "thay đổi so với cuộc họp trước",
    "tasks.found_changes": "{new} việc mới, {changed} việc thay đổi.",
    "tasks.topic": "về: {topic}",
    "tasks.rest": "Xem tiếp {count} mục",
    "tasks.found.one": "{count} việc.",
    "tasks.found.other": "{count} việc, xếp theo ngày; việc không nêu ngày ở cuối.",
    "tasks.found_decisions.one": "{count} quyết định.",
    "tasks.found_decisions.other": "{count} quyết định, xếp theo ngày; quyết định không nêu ngày ở cuối.",
    "tasks.none": "Bảng việc không có dòng nào khớp ({asked}), nên đã tìm trong các tài liệu.",
    "tasks.from_table": "Lấy từ bảng việc:",
    "tasks.search": "Tìm trong các tài liệu",
    "reason.empty_library": "Thư viện chưa có tài liệu nào để tìm. Hãy thêm tài liệu ở thanh bên rồi hỏi lại.",
    "reason.no_evidence": "Không tìm thấy đoạn nào trong tài liệu nói về điều này.",
    "reason.weak_evidence": "Không tìm thấy đoạn nào đủ chắc chắn để trả lời câu hỏi này.",
    "reason.no_name": "Không tìm thấy câu trả lời: những đoạn gần nhất không nêu tên nào như câu hỏi cần.",
    "reason.no_person": "Không tìm thấy câu trả lời: những đoạn gần nhất không nêu tên người nào.",
    "reason.no_date": "Không tìm thấy câu trả lời: những đoạn gần nhất không nêu ngày giờ nào.",
    "reason.no_number": "Không tìm thấy câu trả lời: những đoạn gần nhất không nêu con số nào.",
    "reason.no_place": "Không tìm thấy câu trả lời: những đoạn gần nhất không nêu địa điểm nào.",
    # The source
    "source.title": "Tài liệu gốc",
    "source.download": "Tải tệp gốc",
    "source.changed": "Tài liệu này đã có bản mới sau câu trả lời. Đoạn được trích không còn nguyên văn trong bản mới.",
    # The library
    "library.title": "Tài liệu",
    "library.empty": "Chưa có tài liệu nào.",
    "library.sample": "mẫu",
    "library.remove": "Xoá {name}",
    "library.remove_samples": "Bỏ tất cả tài liệu mẫu",
    "library.paragraphs.one": "{count} đoạn",
    "library.paragraphs.other": "{count} đoạn",
    # Adding documents
    "upload.label": "Thêm tài liệu",
    "upload.kinds": "Nhận Word, PowerPoint, PDF, trang web, email, văn bản, bản ghi và phụ đề, cả trong tệp .zip",
    "upload.reading": "đang đọc",
    "upload.paragraphs": "{done} trên {total} đoạn",
    "outcome.added": "đã thêm",
    "outcome.replaced": "đã thay bằng bản mới",
    "outcome.unchanged": "đã có sẵn, không thay đổi",
    "outcome.skipped": "bỏ qua",
    "outcome.failed": "không thêm được",
    "upload.conflict": "{name} đã có trong thư viện với nội dung khác.",
    "upload.replace": "Thay thế",
    "upload.keep_both": "Giữ cả hai",
    "upload.leave": "Bỏ qua tệp này",
    "upload.hide": "Ẩn kết quả",
    # Filters
    "filters.title": "Bộ lọc",
    "filters.documents": "Cuộc họp, tài liệu",
    "filters.speakers": "Người nói",
    "filters.kinds": "Loại tài liệu",
    "filters.first_date": "Từ ngày",
    "filters.last_date": "Đến ngày",
    "filters.any": "Tất cả",
    "filters.pdf": "PDF",
    "filters.word": "Word",
    "filters.slides": "Bản trình chiếu",
    "filters.web": "Trang web",
    "filters.text": "Tệp văn bản",
    "filters.email": "Thư điện tử",
    "filters.transcript": "Bản ghi lời nói",
    "filters.picture": "Ảnh",
    "filters.from": "Từ {date}",
    "filters.to": "Đến {date}",
    "filters.speaker": "Người nói: {name}",
    "filters.active": "Bộ lọc đang dùng",
    "filters.remove": "Bỏ bộ lọc {name}",
    "filters.clear": "Bỏ tất cả bộ lọc",
    "filters.matching.one": "Còn {count} đoạn khớp với bộ lọc.",
    "filters.matching.other": "Còn {count} đoạn khớp với bộ lọc.",
    "filters.matching_none": "Không có đoạn nào khớp với các bộ lọc này. Hãy bỏ bớt một bộ lọc.",
    "filters.undated.one": "Đang lọc theo ngày nên {count} tài liệu không rõ ngày không được tìm.",
    "filters.undated.other": "Đang lọc theo ngày nên {count} tài liệu không rõ ngày không được tìm.",
    "filters.asked_with": "Bộ lọc: {filters}",
    "filters.only_in": "Chỉ tìm trong phạm vi bộ lọc: {filters}.",
    "filters.search_all": "Bỏ bộ lọc và tìm lại",
    "reason.nothing_matches": "Không có đoạn nào khớp với bộ lọc nên không có gì để tìm.",
    # The drawer: the document's text and pages
    "drawer.part": "Đoạn {first}–{last}",
    "drawer.text_region": "Văn bản của tài liệu",
    "drawer.passages": "Các đoạn được trích",
    "drawer.previous_passage": "Đoạn trích trước (Alt+↑)",
    "drawer.next_passage": "Đoạn trích sau (Alt+↓)",
    "drawer.position": "{number} / {total}",
    "drawer.passage": "Đoạn được trích {number} trên {total}",
    "drawer.find": "Tìm trong tài liệu",
    "drawer.previous_match": "Kết quả trước (Shift+Enter)",
    "drawer.next_match": "Kết quả sau (Enter)",
    "drawer.match": "Kết quả {number} trên {total}",
    "drawer.no_match": "Không thấy",
    "drawer.view": "Cách xem",
    "drawer.text": "Văn bản",
    "drawer.picture": "Hình trang",
    "drawer.picture_region": "Hình của trang",
    "drawer.previous_page": "Trang trước",
    "drawer.next_page": "Trang sau",
    "drawer.page_of": "trang {page} / {pages}",
    "drawer.zoom": "Phóng to",
    "drawer.drawing": "Đang vẽ trang…",
    "drawer.picture_alt": "Hình trang {page} của {name}.",
    "drawer.boxed.one": "Đoạn được trích có khung bao quanh; nội dung đọc được ở phần Văn bản.",
    "drawer.boxed.other": "{count} đoạn được trích có khung bao quanh; nội dung đọc được ở phần Văn bản.",
    "drawer.no_picture": "Không vẽ được hình trang {page} từ tệp gốc, nên chỉ xem được văn bản.",
    "drawer.original_gone": (
        "Tệp gốc của bản này không còn trong thư viện, nên không vẽ được hình trang. Hãy đóng rồi mở lại tài liệu."
    ),
    "drawer.not_boxed": "Không xác định được chỗ của đoạn trích trên hình. Hãy xem ở phần Văn bản.",
    "drawer.moved": "Tài liệu này đã có bản mới sau câu trả lời. Đoạn được trích vẫn còn nguyên văn trong bản mới.",
    # What was searched for a follow-up
    "follow.searched": "Đã tìm:",
    "follow.within": "trong {name}",
    "follow.edit": "Sửa",
    "follow.edit_label": "Sửa điều đã tìm",
    "follow.search": "Tìm",
    "follow.cancel": "Thôi",
    "follow.as_typed": "Chỉ tìm câu đã gõ",
    # Conversations
    "conversations.title": "Cuộc trò chuyện",
    "conversations.new": "Cuộc trò chuyện mới",
    "conversations.search": "Tìm cuộc trò chuyện",
    "conversations.none_found": "Không có cuộc trò chuyện nào khớp.",
    "conversations.untitled": "Chưa có tên",
    "conversations.rename": "Đổi tên cuộc trò chuyện {name}",
    "conversations.delete": "Xoá cuộc trò chuyện {name}",
    "conversations.more": "Xem thêm cuộc trò chuyện",
    "conversations.rename_title": "Đổi tên cuộc trò chuyện",
    "conversations.rename_label": "Tên mới",
    "conversations.rename_yes": "Lưu tên",
    "conversations.rename_no": "Giữ tên cũ",
    "conversations.delete_title": "Xoá cuộc trò chuyện?",
    "conversations.delete_what": (
        "Mọi câu hỏi và câu trả lời trong “{name}” sẽ bị xoá hẳn. Tài liệu trong thư viện vẫn còn nguyên."
    ),
    "conversations.delete_yes": "Xoá",
    "conversations.delete_no": "Giữ lại",
    "conversations.earlier": "Xem các câu hỏi trước ({count})",
    "conversations.unknown": "Không có cuộc trò chuyện này. Có thể nó đã bị xoá hoặc địa chỉ chưa đủ.",
    "conversations.foreign": (
        "Cuộc trò chuyện này được mở ở một trình duyệt khác. Bạn đọc được, còn câu bạn hỏi sẽ mở một cuộc trò chuyện"
        " mới của riêng bạn."
    ),
    "conversations.not_kept": (
        "Bạn vẫn hỏi được, nhưng các cuộc trò chuyện sẽ mất khi chương trình dừng. Hãy khắc phục rồi bấm Thử lại."
    ),
    "search.stop": "Dừng tìm",
    "search.waits": "Mô hình đang được nạp. Câu hỏi sẽ được tìm ngay khi nạp xong.",
    "quote.changed": "Tài liệu đã có bản mới sau câu trả lời này. Đoạn trích dưới đây là của bản cũ.",
    "quote.gone": "Tài liệu này không còn trong thư viện. Đoạn trích vẫn được giữ nguyên văn.",
    # Copying a quote as a citation, and exporting a conversation
    "citation.number": "số {number}",
    "citation.speaker": "người nói: {names}",
    "citation.time": "thời điểm {time}",
    "copy.label": "Sao chép trích dẫn {number}",
    "copy.visible": "Sao chép cho:",
    "copy.word": "Word",
    "copy.markdown": "Markdown",
    "copy.word_label": "Word: sao chép trích dẫn {number}",
    "copy.markdown_label": "Markdown: sao chép trích dẫn {number}",
    "copy.done": "Đã chép",
    "copy.done_word": "Đã sao chép trích dẫn {number} để dán vào Word.",
    "copy.done_markdown": "Đã sao chép trích dẫn {number} dạng Markdown.",
    "copy.failed": "Trình duyệt không cho sao chép. Hãy chọn đoạn văn rồi bấm Ctrl+C.",
    "export.button": "Xuất",
    "export.what": "Tải cả cuộc trò chuyện với mọi đoạn trích và nguồn.",
    "export.word": "Word (.docx)",
    "export.markdown": "Markdown (.md)",
    "export.page": "Trang để in (.html)",
    "export.print": "Để in hoặc lưu thành PDF, bấm Ctrl+P (trên máy Mac: ⌘P).",
    "export.file": "Cuộc trò chuyện",
    "export.questions.one": "{count} câu hỏi",
    "export.questions.other": "{count} câu hỏi",
    "export.begun": "Bắt đầu {time}",
    "export.made": "Xuất từ Hỏi Họp {time} ({zone})",
    "export.asked": "Hỏi lúc {time}",
    "export.moment": "{clock}, {date}",
    "export.pending": "Câu hỏi này chưa được trả lời khi xuất.",
    "export.unprintable": (
        "Những ký tự không in được trong tài liệu gốc được thay bằng ký hiệu nhìn thấy được, ví dụ {example}."
    ),
    "export.page_of": "Trang {page} / {pages}",
    # Answers: what was found, folded, differing, similar passages and ratings
    "answers.found_one": "Tìm thấy 1 đoạn, độ tin cậy {sure}.",
    "answers.found_in_one": "Tìm thấy {count} đoạn trong một tài liệu, độ tin cậy cao nhất {sure}.",
    "answers.found": "Tìm thấy {count} đoạn trong {documents} tài liệu, độ tin cậy cao nhất {sure}.",
    "answers.found_differ": "Các tài liệu nêu khác nhau.",
    "answers.differ": "Các tài liệu nêu khác nhau, mới nhất ở trên",
    "answers.differ_note": (
        "Nội dung có thể đã thay đổi, hoặc mỗi tài liệu nói về một việc. Hãy xem ngày của từng tài liệu."
    ),
    "answers.also": "Cũng có trong",
    "answers.also_open": "Mở nơi cũng có đoạn này, {name}",
    "answers.similar": "Đoạn tương tự",
    "answers.similar_label": "Tìm đoạn tương tự với đoạn {number}",
    "answers.similar_to": "Tìm đoạn tương tự với",
    "answers.similar_found.one": "{count} đoạn có nội dung gần giống. Đây không phải là câu trả lời cho câu hỏi nào.",
    "answers.similar_found.other": (
        "{count} đoạn có nội dung gần giống, giống nhất ở trên. Đây không phải là câu trả lời cho câu hỏi nào."
    ),
    "answers.similar_none": "Không có đoạn nào khác trong thư viện gần giống đoạn này.",
    "rating.label": "Đánh giá câu trả lời",
    "rating.ask": "Kết quả này có ích không?",
    "rating.up": "Có ích",
    "rating.down": "Chưa đúng",
    "rating.kept": "Đã lưu.",
    "rating.reason": "Lý do (không bắt buộc)",
    "rating.save": "Lưu lý do",
    "rating.edit": "Sửa lý do",
    "rating.wrong": "Không đúng điều tôi hỏi",
    "rating.missing": "Thiếu đoạn cần tìm",
    "rating.outdated": "Thông tin đã cũ",
    # The library's page and the first steps
    "shelf.first_title": "Bắt đầu trong ba bước",
    "shelf.first_add": "Thêm tài liệu: biên bản, nghị quyết, bản ghi cuộc họp hay tệp phụ đề.",
    "shelf.first_ask": "Hỏi bằng lời của bạn, gõ có dấu hay không dấu đều được.",
    "shelf.first_check": "Đối chiếu: bấm vào số của đoạn trích để xem nguyên văn trong tài liệu.",
    "shelf.first_samples": (
        "Chưa có tài liệu trong tay? Hãy thử với các cuộc họp mẫu; bạn bỏ chúng đi lúc nào cũng được."
    ),
    "shelf.link": "Mở trang tài liệu",
    "shelf.back": "Về trang hỏi",
    "shelf.add_samples": "Thêm tài liệu mẫu",
    "shelf.progress": "Xong {done} trên {total} tệp",
    "shelf.waiting": "đang chờ",
    "shelf.left_out": "không thêm, theo lựa chọn của bạn",
    "shelf.name_taken": "trùng tên với một tài liệu khác nội dung; hãy chọn cách xử lý bên dưới",
    "shelf.found.one": "{count} tài liệu",
    "shelf.found.other": "{count} tài liệu",
    "shelf.none_found": "Không có tài liệu nào khớp.",
    "shelf.search": "Tìm theo tên tài liệu",
    "shelf.order": "Sắp xếp",
    "shelf.by_name": "Theo tên",
    "shelf.by_date": "Ngày họp, mới nhất trước",
    "shelf.by_added": "Ngày thêm, mới nhất trước",
    "shelf.previous": "Trang trước",
    "shelf.next": "Trang sau",
    "shelf.position": "Trang {page} / {pages}",
    "shelf.added": "thêm {day}",
    "shelf.pages.one": "{count} trang",
    "shelf.pages.other": "{count} trang",
    "shelf.vietnamese": "tiếng Việt",
    "shelf.english": "tiếng Anh",
    "scan.on_pages": "có trang đọc bằng OCR, chắc {sure}",
    "scan.read": "đọc bằng OCR, chắc {sure}",
    "scan.unread.one": "{count} trang không có lớp văn bản chưa đọc được (đã cài Tesseract chưa?)",
    "scan.unread.other": "{count} trang không có lớp văn bản chưa đọc được (đã cài Tesseract chưa?)",
    "shelf.edit": "Sửa tên và ngày của {name}",
    "shelf.edit_title": "Sửa tên và ngày họp",
    "shelf.title_label": "Tên tài liệu",
    "shelf.date_label": "Ngày họp",
    "shelf.date_form": "ngày/tháng/năm",
    "shelf.date_help": "Ví dụ 12/03/2024, hoặc 03/2024 nếu chỉ biết tháng. Để trống để dùng ngày ghi trong tài liệu.",
    "shelf.unknown": "không rõ",
    "shelf.document_says": "Trong tài liệu ghi: {title} · {date}. Tên và ngày của bạn được giữ cả khi thêm bản mới.",
    "shelf.save": "Lưu",
    "shelf.reset": "Lấy lại theo tài liệu",
    "shelf.cancel": "Thôi",
    "shelf.removed_one": "Đã xoá {name}.",
    "shelf.removed.one": "Đã xoá {count} tài liệu.",
    "shelf.removed.other": "Đã xoá {count} tài liệu.",
    "shelf.undo_for": "Có thể hoàn tác trong 30 phút.",
    "shelf.undo": "Hoàn tác",
    "shelf.forget": "Xoá hẳn ngay",
    # The board of tasks
    "board.title": "Việc cần làm",
    "board.link": "Mở bảng việc",
    "board.none": "Chưa tìm thấy việc nào trong tài liệu.",
    "board.state": "Trạng thái",
    "board.to_do": "Chưa xong",
    "board.overdue": "Quá hạn",
    "board.done": "Đã xong",
    "board.all": "Tất cả",
    "board.people": "Người được giao",
    "board.bodies": "Đơn vị được giao",
    "board.months": "Tháng đến hạn",
    "board.kinds": "Loại",
    "board.no_deadline": "Không có hạn",
    "board.assignment": "Giao việc",
    "board.decision": "Quyết định",
    "board.request": "Đề nghị",
    "board.note": "Lưu ý",
    "board.found.one": "{count} việc",
    "board.found.other": "{count} việc",
    "board.none_found": "Không có việc nào khớp.",
    "board.due": "Hạn {date}",
    "board.due_on": "Ngày {date}",
    "board.due_from": "Từ {date}",
    "board.due_within": "Từ {first} đến {last}",
    "board.late.one": "Quá hạn {count} ngày",
    "board.late.other": "Quá hạn {count} ngày",
    "board.by": "Theo {name}",
    "board.excel": "Excel (.xlsx)",
    "board.csv": "Bảng (.csv)",
    "board.calendar": "Lịch (.ics)",
    "board.export": "Tải các việc đang được lọc, ở mọi trang. Tệp lịch chỉ có những việc có hạn.",
    "board.name": "Tên người xác nhận",
    "board.mark": "Đánh dấu đã xong",
    "board.mark_task": "Đánh dấu đã xong, {task}",
    "board.unmark_task": "Bỏ dấu đã xong, {task}",
    "board.done_by": "{name} xác nhận đã xong lúc {time}",
    "board.marked": "Đã đánh dấu xong, {name} xác nhận.",
    "board.unmarked": "Đã bỏ dấu xong do {name} xác nhận.",
    "board.unplaced": "Dấu đã xong không còn khớp dòng nào",
    "board.unplaced_why": (
        "Tài liệu đã thay đổi hoặc không còn trong thư viện, nên các dấu này được giữ lại với lời văn cũ. Nếu việc vẫn "
        "có trong bản mới, hãy đánh dấu dòng mới rồi bỏ dấu cũ."
    ),
    "board.marks.one": "{count} dấu",
    "board.marks.other": "{count} dấu",
    "board.gone": "{name}, không còn trong thư viện",
    "timeline.title": "Dòng thời gian",
    "timeline.list": "Danh sách",
    "timeline.meeting": "Cuộc họp",
    "timeline.due": "Còn hạn",
    "timeline.today": "Hôm nay",
    "timeline.when": "Ngày",
    "timeline.what": "Cuộc họp, việc",
    "timeline.table": "Các cuộc họp và hạn của việc, theo thứ tự ngày",
    "timeline.description": (
        "Biểu đồ các cuộc họp và hạn của việc theo ngày. Bảng bên dưới có cùng nội dung và mở được từng dòng."
    ),
    "timeline.found.one": "{count} cuộc họp, việc có ngày",
    "timeline.found.other": "{count} cuộc họp, việc có ngày",
    "timeline.none": "Không có cuộc họp hay việc nào có ngày.",
    "timeline.more.one": "và {count} việc nữa",
    "timeline.more.other": "và {count} việc nữa",
    # The page of a meeting, and of a person or body
    "about.meeting": "Cuộc họp",
    "about.who": "Người, đơn vị",
    "about.back": "Về bảng việc",
    "about.open": "Mở tài liệu",
    "about.decided": "Quyết định",
    "about.to_do": "Việc được giao, đề nghị, lưu ý",
    "about.speakers": "Người phát biểu",
    "about.owes": "Việc được giao",
    "about.said": "Đã phát biểu",
    "about.nothing_said": "Không có bản ghi lời nói nào ghi tên này.",
    "about.none": "Không tìm thấy dòng nào.",
    "about.turns.one": "{count} lượt nói",
    "about.turns.other": "{count} lượt nói",
    "about.time": "Thời điểm",
    "about.words": "Lời nói",
    "meeting.facts": "Thông tin cuộc họp",
    "meeting.date": "Ngày họp",
    "meeting.time": "Giờ họp",
    "meeting.place": "Địa điểm",
    "meeting.body": "Cơ quan họp",
    "meeting.session": "Kỳ họp",
    "meeting.chair": "Chủ trì",
    "meeting.present": "Người dự",
    "meeting.agenda": "Nội dung họp",
    "meeting.from": "Theo {name}",
    "meeting.open_place": "Xem trong tài liệu, {name}",
    "meeting.others": "Tài liệu khác của cuộc họp này",
    "meeting.differences": "Chỗ các tài liệu ghi khác nhau",
    "meeting.differences_note": "Hãy đối chiếu trước khi dùng. Bấm vào câu trích để xem trong tài liệu.",
    "meeting.count": "Số người dự",
    "meeting.days": "Ngày tháng",
    "meeting.numbers": "Con số",
    # Streamlit's own words
    "streamlit.skip": "Đến nội dung chính",
    "streamlit.sidebar": "Thanh bên",
    "streamlit.collapse": "Thu thanh bên",
    "streamlit.expand": "Mở thanh bên",
    "streamlit.file": "chọn tệp",
    "streamlit.upload": "Chọn tệp",
    "streamlit.size": "mỗi tệp tối đa {size}",
    "streamlit.drop": "Thả tệp vào đây",
    "streamlit.too_large": "Tệp không được lớn hơn {size}.",
    "streamlit.send": "Gửi câu hỏi",
    "streamlit.apply": "Nhấn Enter để áp dụng",
    "streamlit.submit": "Nhấn Enter để lưu",
    "streamlit.open": "Mở danh sách",
    "streamlit.clear": "Bỏ chọn tất cả",
    "streamlit.remove": "Bỏ {name}",
    "streamlit.all": "Chọn tất cả",
    "streamlit.none": "Không có mục nào khớp",
    "streamlit.date": "Chọn ngày",
    "streamlit.clear_date": "Xoá ngày",
    "streamlit.month_before": "Tháng trước",
    "streamlit.month_after": "Tháng sau",
    "streamlit.close": "Đóng",
    "streamlit.connecting": "Đang kết nối",
    "streamlit.stop": "Dừng",
    "streamlit.running": "Đang chạy…",
    "streamlit.lost": "Mất kết nối",
    "streamlit.lost_why": (
        "Chương trình Hỏi Họp không trả lời. Hãy xem nó còn chạy không; khi nó chạy lại, trang này tự kết nối lại."
    ),
    "streamlit.no_file": "Chưa tạo được tệp. Hãy tải lại trang rồi thử lại.",
    # The library's model and the way to another one
    "model.title": "Mô hình tìm kiếm",
    "model.current": "Thư viện đang dùng mô hình {model}.",
    "model.runs": (
        "Mô hình tính bằng {format} trên {processor}: cosin trung bình của các vectơ so với khi tính đủ độ chính xác "
        "(fp32) là {cosine}."
    ),
    "model.runs_plain": "Mô hình tính đủ độ chính xác (fp32) trên {processor}.",
    "model.bundled_name": "multilingual-e5-small (đi kèm chương trình)",
    "model.what.one": (
        "Mô hình giúp tìm theo nghĩa, cả khi câu hỏi dùng từ khác với tài liệu. Đổi mô hình thì {count} đoạn của thư "
        "viện phải được xử lý lại, mất thời gian tương đương lúc thêm vào."
    ),
    "model.what.other": (
        "Mô hình giúp tìm theo nghĩa, cả khi câu hỏi dùng từ khác với tài liệu. Đổi mô hình thì toàn bộ {count} đoạn "
        "của thư viện phải được xử lý lại, mất thời gian tương đương lúc thêm tài liệu vào."
    ),
    "model.meanwhile": (
        "Trong lúc đó, câu hỏi vẫn được trả lời bằng mô hình cũ và bạn dừng lúc nào cũng được: chỉ khi xong hết, thư "
        "viện mới chuyển sang mô hình mới."
    ),
    "model.all_or_nothing": "Bạn dừng lúc nào cũng được: chỉ khi xong hết, thư viện mới chuyển sang mô hình mới.",
    "model.confidence": (
        "Độ tin cậy được cân chỉnh cho mô hình đi kèm; với mô hình khác, chương trình có thể trả lời quá dễ hoặc từ "
        "chối quá nhiều."
    ),
    "model.label": "Mô hình khác",
    "model.help": (
        "Ghi đường dẫn của một thư mục trên máy chạy chương trình, hoặc tên một mô hình sentence-transformers trên "
        "kho Hugging Face. Mô hình chưa có trên máy cần mạng một lần để tải về."
    ),
    "model.start": "Chuyển sang mô hình này",
    "model.bundled": "Chuyển sang mô hình đi kèm",
    "model.to_setting": "Chuyển thư viện sang mô hình trong cài đặt",
    "model.empty": "Hãy ghi tên hoặc thư mục của mô hình.",
    "model.in_use": "Thư viện đang dùng chính mô hình này.",
    "model.fixed": (
        "Mô hình được ấn định bằng biến {variable} khi khởi động chương trình. Để chọn được ở đây, hãy khởi động lại "
        "mà không đặt biến đó."
    ),
    "model.shared": (
        "Chương trình đang mở cho các máy khác, nên chỉ đổi được mô hình trên máy chạy chương trình, bằng lệnh: "
        "python -m index reembed --model TÊN"
    ),
    "model.running": "Đang chuyển thư viện sang mô hình khác. Câu hỏi vẫn được trả lời bằng mô hình cũ.",
    "model.running_closed": "Đang chuyển thư viện sang mô hình khác. Xong thì thư viện sẽ mở.",
    "model.loading": "đang nạp mô hình",
    "model.embedding": "đã xử lý {done} trên {total} đoạn",
    "model.stopping": "đang dừng",
    "model.stop": "Dừng chuyển mô hình",
    "model.done": "Thư viện đã chuyển sang mô hình {model}. Số đoạn đã xử lý lại: {count}.",
    "model.stopped": "Đã dừng chuyển mô hình. Thư viện vẫn như cũ.",
    "model.unchanged": "Thư viện vẫn như cũ.",
    "model.hide": "Ẩn thông báo",
    # Errors
    "error.HoiHopError": "Có lỗi xảy ra.",
    "error.UnreadableDocument": "{path}: không đọc được tệp này.",
    "error.UnsupportedType": "{path}: chưa hỗ trợ loại tệp này ({found}). Hãy dùng một trong các loại: {supported}.",
    "error.EmptyDocument": "{path}: tệp không có chữ nào. Nếu là bản quét, hãy quét lại cho nét hơn.",
    "error.NotUtf8": "{path}: không phải văn bản UTF-8 (byte {position}). Hãy lưu lại với bảng mã UTF-8 rồi thêm.",
    "error.BadArchive": "{path}: không đọc được tệp nén này ({detail}). Hãy giải nén rồi thêm các tệp bên trong.",
    "error.NeedsLibreOffice": (
        "{path}: đây là văn bản Word đời cũ (.doc). Hãy lưu lại thành .docx rồi thêm, hoặc cài LibreOffice trên máy "
        "chạy Hỏi Họp."
    ),
    "error.NeedsTesseract": (
        "{path}: đây là bản quét hoặc ảnh chụp chữ. Hãy cài Tesseract kèm tiếng Việt trên máy chạy Hỏi Họp (Debian: "
        "apt install tesseract-ocr tesseract-ocr-vie) rồi thêm lại, hoặc thêm bản có lớp văn bản."
    ),
    "error.BrokenDocument": (
        "{path}: tệp hỏng, có mật khẩu hoặc không đúng loại như tên của nó ({detail}). Hãy mở bằng đúng phần mềm và "
        "lưu lại."
    ),
    "error.UnknownTranscript": (
        "{path}: không phải bản ghi lời nói của Whisper, WhisperX, Otter hay Fireflies ({detail}). Hãy xuất bản ghi ra "
        ".txt, .vtt hoặc .docx rồi thêm tệp đó."
    ),
    "error.LinkLeadsOut": (
        "{path}: liên kết tới một tệp nằm ngoài thư mục nên không được đọc. Hãy thêm chính tệp đó hoặc chép nó vào đây."
    ),
    "error.TooLarge": (
        "{path}: tệp lớn hơn {limit} MB, mức tối đa được đọc. Hãy chia nhỏ tệp, hoặc đặt HOIHOP_MAX_FILE_MB lớn hơn "
        "rồi khởi động lại chương trình."
    ),
    "error.TooSlow": (
        "{path}: đọc quá {limit} giây mà chưa xong nên đã dừng. Hãy lưu lại bằng đúng phần mềm hoặc chia nhỏ tệp; nếu "
        "tệp lành lặn và chỉ dài, hãy đặt HOIHOP_READ_SECONDS lớn hơn rồi khởi động lại chương trình."
    ),
    "error.TooMuchMemory": (
        "{path}: cần hơn {limit} MB bộ nhớ để đọc. Hãy lưu lại bằng đúng phần mềm hoặc chia nhỏ tệp; nếu tệp lành lặn "
        "và chỉ lớn, hãy đặt HOIHOP_READ_MB lớn hơn rồi khởi động lại chương trình."
    ),
    "error.TooMuchText": "{path}: có {characters} ký tự; một tài liệu có tối đa {limit}. Hãy chia nhỏ tệp.",
    "error.ReadingCrashed": (
        "{path}: chương trình đọc tệp bị dừng đột ngột ({detail}); mọi thứ khác không bị ảnh hưởng. Hãy mở tệp bằng "
        "đúng phần mềm, lưu lại rồi thêm."
    ),
    "error.PathNotFound": "{path}: không có tệp hay thư mục này. Hãy kiểm tra đường dẫn.",
    "error.FolderGone": (
        "{path}: không còn thư mục này, hoặc nó trống dù thư viện có tài liệu lấy từ đó; có thể ổ đĩa chưa được gắn. "
        "Chưa tài liệu nào bị xoá. Hãy theo dõi lại khi có thư mục."
    ),
    "error.DocumentNotFound": "{document}: thư viện không có tài liệu tên này. Có thể nó vừa bị xoá hoặc đổi tên.",
    "error.SpeakerNotFound": (
        "{speaker}: trong thư viện không ai nói dưới tên này. Những tên gần nhất: {nearest}. Hãy chọn một trong số đó."
    ),
    "error.NoSpeakers": (
        "{speaker}: không tài liệu nào trong thư viện ghi rõ ai nói. Hãy tìm mà không lọc theo người nói."
    ),
    "error.BadFilter": "Không dùng được bộ lọc này.",
    "error.BadDate": "{value}: không phải ngày tháng. Hãy viết ngày là 2024-03-12, tháng là 2024-03, năm là 2024.",
    "error.DatesReversed": "Ngày đầu ({first}) sau ngày cuối ({last}). Hãy đổi lại hai ngày.",
    "error.UnknownKind": "{kind}: không có loại tài liệu này. Hãy dùng một trong các loại: {kinds}.",
    "error.BrokenFilters": (
        "Đây không phải bộ lọc ({value}). Hãy đưa một đối tượng có documents, speakers, kinds (danh sách chuỗi), "
        "first_date, last_date (chuỗi)."
    ),
    "error.BadEdit": "{document}: không sửa được như vậy.",
    "error.BadTitle": "{document}: tên dài {length} ký tự, tối đa là {limit}. Hãy rút gọn lại.",
    "error.BadMeetingDate": (
        "{document}: {value} không phải là một ngày có thật. Hãy viết ngày/tháng/năm, hoặc tháng/năm."
    ),
    "error.BadMark": "Không đánh dấu được việc này.",
    "error.BadName": "Hãy gõ tên người xác nhận, nhiều nhất {limit} ký tự; tên này có {length}.",
    "error.TaskGone": "{document}: tài liệu vừa thay đổi và không còn dòng này. Hãy xem lại danh sách.",
    "error.NameTaken": "{document}: đã có một tài liệu khác mang tên này. Hãy xoá tài liệu đó trước rồi hoàn tác.",
    "error.LibraryError": "{folder}: không mở được thư viện ({detail}).",
    "error.LibraryNotWritable": (
        "{folder}: không ghi được vào thư viện ({detail}). Hãy dọn bớt dung lượng hoặc đổi quyền của thư mục."
    ),
    "error.LibraryInUse": (
        "{folder}: một chương trình khác đang ghi vào thư viện này đã {seconds} giây. Chưa có gì thay đổi; hãy thử lại "
        "khi chương trình đó xong."
    ),
    "error.LibraryOpen": (
        "{folder}: một chương trình khác, chẳng hạn phần hỏi đáp, đang mở thư viện này. Hãy tắt chương trình đó rồi "
        "thử lại. Không mất gì cả."
    ),
    "error.LibraryDamaged": (
        "{folder}: tệp {file} của thư viện bị hỏng ({detail}). Người quản lý máy này có thể xem những gì bị ảnh hưởng "
        "bằng: python -m index check --library {folder} - và cứu mọi thứ còn nguyên bằng: python -m index repair "
        "--library {folder}"
    ),
    "error.LibraryThere": (
        "{folder}: ở đây đã có một thư viện. Hãy chọn thư mục khác, hoặc thay thế nó bằng tuỳ chọn --replace; khi đó "
        "mọi thứ đang có trong thư viện sẽ mất."
    ),
    "error.LibraryTooNew": (
        "{folder}: thư viện ở phiên bản {found}, chương trình này chỉ biết đến {known}. Hãy cập nhật chương trình."
    ),
    "error.ModelMismatch": (
        "{folder}: thư viện được tạo với mô hình {found}, còn cài đặt ghi {wanted}. Hãy đặt lại mô hình {found}, hoặc"
        " chạy: python -m index reembed --library {folder}"
    ),
    "error.VectorsOfOtherLength": (
        "{folder}: vectơ của thư viện dài {found} số, còn mô hình {model} nay cho {wanted} số: tệp của mô hình đã khác "
        "trước. Hãy đặt lại tệp cũ, hoặc chạy: python -m index reembed --library {folder}"
    ),
    "error.BrokenCache": "{path}: chỉ mục trên đĩa bị hỏng ({detail}) và sẽ được tạo lại.",
    "error.ExportNotWritable": "{path}: không ghi được tệp ({detail}). Hãy dọn bớt dung lượng, hoặc chọn nơi khác.",
    "error.BackupError": "{path}: không dùng được bản sao lưu này ({detail}).",
    "error.BackupNotWritable": (
        "{path}: không ghi được bản sao lưu ({detail}). Hãy dọn bớt dung lượng, hoặc chọn nơi khác."
    ),
    "error.BrokenBackup": (
        "{path}: đây không phải là bản sao lưu thư viện, hoặc đã bị hỏng ({detail}). Chưa có gì thay đổi; hãy dùng bản "
        "khác."
    ),
    "error.ModelUnavailable": "Không nạp được mô hình {model} ({detail}).",
    "error.ModelFolderMissing": (
        "Không nạp được mô hình {model}: trên máy không có thư mục này. Hãy kiểm tra đường dẫn, hoặc chọn mô hình khác."
    ),
    "error.HubModelUnavailable": (
        "Không nạp được mô hình {model} ({detail}). Hãy kiểm tra tên; mô hình chưa có trên máy cần mạng để tải về."
    ),
    "error.BundledModelChanged": (
        "{model} là mô hình đi kèm một phiên bản trước của chương trình. Hãy chuyển thư viện sang mô hình đi kèm "
        "phiên bản này; lệnh tương ứng: python -m index reembed --model {default}"
    ),
    "error.BadSetting": "{name} được đặt là {value}; giá trị nhận được là: {expected}.",
    "error.BadQuestion": "Câu hỏi còn trống. Hãy gõ điều bạn muốn biết.",
    "error.QuestionTooLong": "Câu hỏi dài {length} ký tự, tối đa là {limit}. Hãy rút gọn lại.",
    "error.ConversationsError": (
        "{path}: tệp lưu các cuộc trò chuyện bị hỏng hoặc không mở được ({detail}). Hãy chuyển tệp này đi chỗ khác để "
        "bắt đầu lại."
    ),
    "error.ConversationsNotWritable": (
        "{path}: không lưu được cuộc trò chuyện ({detail}). Hãy dọn bớt dung lượng hoặc đổi quyền của thư mục."
    ),
    "error.ConversationsTooNew": (
        "{path}: các cuộc trò chuyện ở phiên bản {found}, chương trình này chỉ biết đến {known}. Hãy cập nhật chương "
        "trình."
    ),
    "error.ConversationNotFound": "Không có cuộc trò chuyện này ở đây. Có thể nó vừa bị xoá.",
    "error.SearchStopped": "Bạn đã dừng tìm câu này.",
    "error.SearchFailed": "Không tìm được do lỗi của chương trình ({detail}). Câu hỏi vẫn còn, hãy thử lại.",
}
