"""Finds who speaks: verbs that attribute words to the name before them, `theo ông …`, and names before a colon."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from index.documents import Statement
from index.extract.people.mention import left_of, right_of
from index.extract.people.offices.office_bounds import offices_in, role_end
from index.extract.people.tables import people_tables
from index.extract.text_view import View

_THEO = re.compile(r"(?<!\w)(?:theo(?: lời)?|lời(?: của)?|trả lời của|ý kiến của|quan điểm của)\s*$", re.IGNORECASE)
_OBJECT = re.compile(
    r"(?<!\w)(?:với|cùng|của|cho|gặp|tiếp|về|tặng|thăm|trao|bởi|chất vấn|trả lời|kỷ luật|đối với|và|từ|yêu cầu|đề nghị"
    r"|bổ nhiệm|miễn nhiệm|cách chức|khai trừ|khởi tố|truy tố|tạm giam|bắt giữ|điều động|xử phạt)\s*$",
    re.IGNORECASE,
)
# What they may end in: they are asked only behind one of these.
_ENDS = {
    _THEO: ("theo", "lời", "của"),
    _OBJECT: (
        *("với", "cùng", "của", "cho", "gặp", "tiếp", "về", "tặng", "thăm", "trao", "bởi", "vấn", "lời", "luật", "và"),
        *("từ", "cầu", "nghị", "nhiệm", "chức", "trừ", "tố", "giam", "giữ", "động", "phạt"),
    ),
}
# `B coi A là thầy và kể`, `B khen A giỏi và nói`: what B says; where a comma parts them the sentence begins anew
_DONE_TO = re.compile(
    r"(?<!\w)(?:coi|xem|gọi|ví|khen|khen ngợi|ca ngợi|chê|mô tả|miêu tả|đánh giá|nhìn nhận|phong|tôn|tôn vinh|chỉ trích"
    r"|cáo buộc|tố|tố cáo|lên án|phê bình|cảm ơn|cám ơn|chúc|chúc mừng|ủng hộ|phản đối|bênh vực|thuyết phục|khuyên)$",
    re.IGNORECASE,
)
_DONE_ENDS = (
    *("coi", "xem", "gọi", "ví", "khen", "ngợi", "chê", "tả", "giá", "nhận", "phong", "tôn", "vinh", "trích", "buộc"),
    *("tố", "cáo", "án", "bình", "ơn", "chúc", "mừng", "hộ", "đối", "vực", "phục", "khuyên"),
)
# `A tin rằng B có lỗi và khẳng định`: A again; `công văn do B ký, và yêu cầu`: the letter
_SAID_OF = (" rằng", " là", " do")
_AND_AGAIN = re.compile(r"\S\s+(?:và|nhưng|đồng thời)(?!\w)")
# `chở theo A`, `đi theo A`: nobody's words
_FOLLOWS = re.compile(
    r"(?<!\w)(?:chở|đi|đem|mang|kéo|đuổi|bám|chạy|dõi|làm|noi|dắt|bước|kèm|tuân|đưa|dẫn|nghe|học|gọi|bắt) theo\s*$",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*(?:\([^)]*\))?\s*:(?!\s*\d)")
# words before a colon that announce a list, a title, a source, but no speech: `đề tài: "…"`, `(Ảnh: Thu Cúc)`
_NO_WORDS = "".join(
    f"(?<!{word})"
    for word in (
        *("gồm", "là", "nghề", "đề tài", "chủ đề", "tên", "danh hiệu", "Ảnh", "ảnh", "Nguồn", "nguồn"),
        *("Clip", "clip", "Video", "video"),
    )
)
_OFFICE_COLON = re.compile(rf"\s*[,(\-|][^:.;!?\n]{{2,200}}+(?=:){_NO_WORDS}:(?!\s*\d)")
_QUOTE = re.compile(rf'[^.!?\n]{{1,300}}(?=: *"){_NO_WORDS}')
# `được Wowy đánh giá`, `cùng những chia sẻ`: another speaks, or a noun
_GOES_ON = re.compile(r"(?:đang|đã|từng|vừa|hiện|rồi|và|sau đó)(?!\w)")
_DENIED = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng)(?: hề| muốn| chịu| định| thể)*(?: đưa ra| có)?(?: bất cứ| một)?(?: lời)?(?: nào)?\s*$"
)
# `Khả năng A đồng ý`, `Nếu A đồng ý`: nobody has said it yet
_NOT_YET = re.compile(r"(?<!\w)(?:khả năng|nếu|giả sử|trừ khi|miễn là|chờ|đợi|muốn)\s*$", re.IGNORECASE)
_NOT_YET_ENDS = ("năng", "ếu", "sử", "khi", "là", "chờ", "đợi", "muốn", "Ảnh:", "ảnh:")
_BUT = re.compile(r"(?<!\w)(?:nhưng|song|tuy nhiên|đồng thời)(?!\w)")
_BRACKETS = re.compile(r"\([^()]*\)")
# `Sau khi A thuyết phục, ông đồng ý`, `tới Huế, nơi ông kỳ vọng`: nobody knows of whom it is said
_ITS_SUBJECT = re.compile(r"\S\s*,\s+(?:nơi\s+)?(?:ông|bà|anh|chị|cô|họ|người này)(?!\w)")
_NO_SUBJECT = re.compile(
    r"(?<!\w)(?:được(?! (?:mời|phân công|giao|hỏi))|(?<!hiết )bị|(?:những|các|sự|nhiều|mọi|mức|cuộc|với)\s*$"
    r"|(?:chưa(?: hề)?|từ chối)\s*$)"
)
# `GS. TSKH. Đặng`, `TP. HCM`: the dot of a title ends nothing. It begins with the mark itself, which is found at once.
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=\n)|(?<!GS\.)(?<!TS\.)(?<!VS\.)(?<!BS\.)(?<!KS\.)(?<!LS\.)(?<!hS\.)(?<!KH\.)(?<!TP\.)(?<!Tp\.)"
    r"(?=\s|$|[A-ZĐ]))"
)
_ASIDE = re.compile(
    r"\s*(?:,[^,.:\"]{2,120},|\([^)]{1,160}\)|-[^-.:\"]{2,160}-|-[^-,.:\"]{2,120},|,[^-,.:\"]{2,120}-)\s*"
)
_APPOSITION = re.compile(r"\s*[,(\-]|\s+(?:(?=[A-ZĐ])|(?:đến từ|từ|thuộc) [A-ZĐ])")
_PARTS = re.compile(r"[,(]|\s-\s")
# whoever talks with somebody to hear it, or nobody who is named
_ASKED = re.compile(
    r"^$|[,;:–\-]$|(?<!\w)(?:(?:pv|phóng viên|chúng tôi|nhà báo|báo|đài)(?: [^,.;]{1,30})?|buổi|bài|qua|trong)$",
    re.IGNORECASE,
)
_OPINION_OF = re.compile(
    r"(?<!\w)(?:(băn khoăn|ý kiến|quan điểm|nhận định|chia sẻ|phát biểu|câu hỏi|đề xuất|trăn trở|khẳng định) của"
    r"|(cuộc trao đổi|cuộc phỏng vấn|phỏng vấn|trò chuyện|trao đổi) (?:của|với))\s*$"
)
# `đại diện A cho biết`, `quản lý A xin lỗi`: those who speak for somebody
_FOR_ANOTHER = re.compile(
    r"(?<!\w)(?:đại diện|(?:công ty )?quản lý|phía|ê-kíp|ê kíp|ekip|bạn bè|người thân|người hâm mộ|fan|gia đình"
    r"|hàng xóm|người nhà|luật sư của|phát ngôn viên của|trợ lý của)\s*$",
    re.IGNORECASE,
)
# `chính quyền Tổng thống A khẳng định`: a body speaks, named by its head
_BODY_OF = re.compile(
    r"(?<!\w)(?:chính quyền|chính phủ|nội các|đội ngũ|văn phòng|chiến dịch|phe|quân đội|phòng báo chí|tranh cử)"
    r"(?: (?:cũ|mới))?(?: của)?\s*$"
)
_ACTS_TOO = frozenset(("chia sẻ", "tin tưởng", "giới thiệu", "đánh giá"))  # what is done to a thing as well as said
_BODY_ENDS = ("quyền", "phủ", "các", "ngũ", "phòng", "dịch", "phe", "đội", "chí", "cử", "cũ", "mới", "của")
# `triệu tập ông A và thông báo`: who has summoned him informs
_AND_THEN = re.compile(r"[\s,]*(?:và|rồi)(?: (?:đã|cũng|sau đó|đồng thời|lại|còn|tiếp tục))*\s*")
_FOR_ENDS = ("diện ", "lý ", "phía ", "kíp ", "ekip ", "bè ", "thân ", "mộ ", "fan ", "đình ", "xóm ", "nhà ", "của ")
_SHORTEST_OFFICE = 2
_LONGEST_VERB = 5  # words
_MOST_ASIDE = 25  # words where the aside has no end of its own: `ông A - Giám đốc Sở B cho biết`
_MOST_BETWEEN = 6  # words between the name and its verb: `đã nhiều lần thẳng thắn`
_CHAIR = re.compile(r"chủ trì|chủ tọa|chủ toạ|điều hành (?:hội|phiên|cuộc|buổi|đại hội|tọa đàm|toạ đàm)")


def statement_of(view: View, start: int, end: int, before: int, until: int) -> Statement | None:
    """Return the sentence in which the person mentioned from `start` to `end` is said to speak; None for none.

    `before` is where the titles and offices before the name begin, `until` where the next full name does.
    """
    whole = left_of(view, before)
    left = _without_office(whole.rstrip(" ,"))
    if _ends_in(_THEO, left) and not _FOLLOWS.search(left):
        return _sentence(view, start, end, "theo")
    right = right_of(view, end, min(420, max(until - end, 0)))
    if view.text[start:end].isupper():
        right = right.lower()
    opens = not left or left.endswith(('"', ".", "-", "!", "?", "|")) or left_of(view, before).rstrip().endswith(",")
    is_object = _ends_in(_OBJECT, left)
    if _COLON.match(right) and (opens or (not is_object and ":" not in left and len(left) < 12)):
        return _sentence(view, start, end, ":")
    office = _OFFICE_COLON.match(right) if opens else None
    pictured = office is not None and office[0].count("(") > office[0].count(")")  # `A, Giám đốc Sở (Ảnh: B)`
    if office and not pictured and not people_tables().verb.search(right.partition(":")[0]):
        return _sentence(view, start, end, ":")
    closing = _SENTENCE_END.search(right)
    clause = right[: closing.start()] if closing else right
    aside = _ASIDE.match(clause)
    rest = clause[aside.end() :] if aside else clause
    if is_object or (view.lower.endswith(_FOR_ENDS, 0, start) and _FOR_ANOTHER.search(left_of(view, start, 30))):
        return _dwelt_on(view, start, end, left)
    nearest = whole.rstrip()
    apart = nearest.endswith(",")  # `của Chính phủ, Phó Chủ tịch A`: no office of that body
    if nearest.lower().endswith(_DONE_ENDS) and _DONE_TO.search(nearest):
        return None
    passive = left.endswith("được")
    if passive and _DENIED.search(left.removesuffix("được")):
        return None  # `tin chưa được A xác nhận`
    reaches = [(rest, _MOST_BETWEEN)]
    if _APPOSITION.match(clause):
        reaches.append((clause, _MOST_ASIDE))
    if not apart and left[-8:].rstrip().lower().endswith(_BODY_ENDS) and _BODY_OF.search(left[-40:].lower()):
        return None
    if left.endswith(_NOT_YET_ENDS) and (left[-1] == ":" or _NOT_YET.search(left)):
        return None  # a photographer, or one who has said nothing yet
    for text, most in reaches:
        within = _reach(most).match(text)
        for verb in people_tables().verb.finditer(text, 0, within.end() if within else 0):
            between = text[: verb.start()]
            if len(between.split()) > most or _NO_SUBJECT.search(between):
                break
            if _DENIED.search(between) and verb[0] not in people_tables().denied:
                break  # `không lên tiếng bình luận`
            if left.endswith(" mà") and between.strip():
                break  # `bộ phim mà A từng tham gia đã nói`
            if nearest.endswith(_SAID_OF) and _AND_AGAIN.search(between):
                break
            if _BUT.search(between) and people_tables().verb.search(_SENTENCE_END.split(left)[-1]):
                break  # `B phủ nhận tin A đã về nhưng thừa nhận`
            if _is_own(clause[: len(clause) - len(text)], between, verb[0], text[verb.end() : verb.end() + 1], passive):
                return _sentence(view, start, end, verb[0])
    if opens and _QUOTE.match(right):  # `Ông A trồng 4 ha cà phê, chia sẻ: "…"`
        return _sentence(view, start, end, ":")
    return _dwelt_on(view, start, end, left)


def _is_own(before: str, between: str, verb: str, behind: str, passive: bool) -> bool:
    """Tell whether a verb of speech is an act of the person named before it, by the words between the two.

    `before` is an aside that was passed over, `behind` what follows the verb; `passive` tells of `được` before the
    name: `video được A chia sẻ lên mạng`. It is none in `A", ông B nói`,
    `gửi bà A để trả lời`, `A thắng cử, châu Âu kỳ vọng`, `công bố báo cáo`.
    """
    tables = people_tables()
    whole = before + between
    if whole.count(")") > whole.count("(") or (whole.count('"') % 2 and not whole.rstrip(" ").endswith(' "')):
        return False  # the name stands inside brackets or a quotation that end before the verb
    plain = _BRACKETS.sub("", between)
    if _ITS_SUBJECT.search(plain) or _AND_THEN.fullmatch(plain) or (passive and verb in _ACTS_TOO):
        return False
    apposition = bool(before) or plain.lstrip().startswith((",", "-", "("))
    last = plain.rpartition(", ")[2].strip()
    if ", " in plain and not (apposition or _GOES_ON.match(last) or tables.between_speech.fullmatch(last)):
        return False  # the clause behind the comma has a subject of its own
    told = _PARTS.split(plain)[-1] if apposition else plain
    if tables.another_speaks.search(told.lower()) and not behind.startswith(":"):
        return False
    return not (verb in tables.noun_verbs and tables.noun_behind.search(between.lower()))


@lru_cache(maxsize=2)
def _reach(words: int) -> re.Pattern[str]:
    """Return the pattern of what holds a verb that begins after so many words at most."""
    return re.compile(rf"(?:\s*\S+){{0,{words + _LONGEST_VERB}}}")


def _ends_in(pattern: re.Pattern[str], left: str) -> bool:
    return left.rstrip()[-12:].lower().endswith(_ENDS[pattern]) and pattern.search(left) is not None


def _without_office(left: str) -> str:
    """Return what stands before the office that leads up to a name: `dưới sự chủ trì của [Tổng Bí thư]`."""
    parted = max(map(left.rfind, ',.;:!?"()')) + 1  # an office parted from the name is not looked for
    if len(left) - parted < _SHORTEST_OFFICE:
        return left
    offices = list(offices_in(left.lower(), at=parted))
    if not offices or len(left[offices[-1].end() :].split()) > 10 or role_end(left, offices[-1].end()) < len(left):
        return left
    return left[: offices[-1].start()].rstrip(" ,")


def _dwelt_on(view: View, start: int, end: int, left: str) -> Statement | None:
    """Return the sentence where the opinion is the subject: `Đó là băn khoăn của ông A`, `trao đổi với ông A`."""
    found = _OPINION_OF.search(left) if left.rstrip().endswith(("của", "với")) else None
    if found and found[2] and not found[2].startswith("cuộc") and not _ASKED.search(left[: found.start()].rstrip()):
        return None  # `sau khi trao đổi với ông A, đơn vị đã hỗ trợ`; `Tổng Bí thư trao đổi với Chủ tịch nước A`
    return _sentence(view, start, end, found[1] or found[2]) if found else None


@lru_cache(maxsize=1)
def _chairing(lower: str) -> list[tuple[int, int]]:
    """Return where a text in lower case says that somebody chairs; in most of them nobody does, which is soon told."""
    if not any(word in lower for word in ("chủ trì", "chủ tọa", "chủ toạ", "điều hành")):
        return []
    return [found.span() for found in _CHAIR.finditer(lower)]


def chairs(view: View, start: int, end: int) -> bool:
    """Tell whether the sentence around a mention says that the person chairs."""
    if not any(start - 400 <= begin and stop <= end + 300 for begin, stop in _chairing(view.lower)):
        return False  # dividing into sentences is dear, and few chair
    left = _SENTENCE_END.split(left_of(view, start, 400))[-1]
    right = _SENTENCE_END.split(right_of(view, end, 300))[0]
    return bool(_CHAIR.search(left.lower()) or _CHAIR.search(right.lower()))


@lru_cache(maxsize=1)
def _sentence_ends(text: str) -> list[int]:
    """Return where the sentences of a text end, before them its beginning and behind them its own end."""
    return [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]


def _sentence(view: View, start: int, end: int, verb: str) -> Statement:
    ends = _sentence_ends(view.text)
    begin = max(ends[bisect_right(ends, start) - 1], start - 600, 0)
    stop = ends[min(bisect_right(ends, end), len(ends) - 1)]
    while begin < start and view.text[begin].isspace():
        begin += 1
    while stop > end and view.text[stop - 1].isspace():
        stop -= 1
    return Statement(view.at(begin), view.at(stop - 1) + 1 if stop else 0, verb)
