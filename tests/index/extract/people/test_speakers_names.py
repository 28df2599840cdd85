"""Names that other things look like, and names that look like other things."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.people.find import find_people

_ROWS = [
    ("Phó Tổng giám đốc Viettel Telecom cho biết sẽ mở rộng mạng.", [], "a firm speaks"),
    ("Ông gặp Chủ tịch Real Madrid tại sân nhà.", [], "an office at a club, its holder not named"),
    ("Cổ phiếu của Hoàng Anh Gia Lai tăng, lãnh đạo nói.", [], "a firm that begins with a surname"),
    ("Lãnh đạo đối lập Sri Lanka Sajith Premadasa đề nghị điều tra.", ["Sajith Premadasa"], "the country leads up"),
    (
        "Ngôi sao Harrison Ford và Tổng thống Moon Jae-in cùng dự.",
        ["Harrison Ford", "Moon Jae-in"],
        "words that firms use",
    ),
    ("Khu vực Bà Rịa-Vũng Tàu có mưa, ông Lê Bá Nam nói.", ["Lê Bá Nam"], "a hyphen between places"),
    ("HLV Park Hang-seo khen đội.", ["Park Hang-seo"], "a hyphen inside a given name"),
    ("Cửa hàng tại 212-214 Nguyễn Đình Chiểu, quận 3.", [], "a house number before a street"),
    ("Á hậu 1 Trần Ngọc Châu Anh nói.", ["Trần Ngọc Châu Anh"], "a number that is no house's"),
    ("Ông Nguyễn Văn T. khai nhận với công an.", [], "an anonymised name is nobody"),
    ("Bí thư Giàng A Páo dự họp cùng bà Sùng Thị Mỷ.", ["Giàng A Páo", "Sùng Thị Mỷ"], "a syllable of one letter"),
    ("Theo Đại úy Vũ Quang, vụ việc đang được điều tra.", ["Vũ Quang"], "a rank before it: no district"),
    ("Tại TP Hồ Chí Minh. Chủ tịch Hồ Chí Minh từng nói.", ["Hồ Chí Minh"], "an office before it: no city"),
    ("Chủ tịch tỉnh Sơn La Hoàng Quốc Khánh yêu cầu báo cáo.", ["Hoàng Quốc Khánh"], "his name ends like a holiday"),
    ("Bài\nTS Hoàng Văn Nam: Chúng tôi cần vốn.", ["Hoàng Văn Nam"], "a last line that says something is no by-line"),
    ("Bài viết hay.\nTrần Văn Long", [], "a last line that is a name alone is a by-line"),
    (
        "Theo báo Gazzetta Sera, tờ Coral Times, trang Blue Wave và đài Rosso Uno, trận đấu hoãn.",
        [],
        "papers speak too",
    ),
    ("Dải Gaza và Bắc Carolina cho biết tình hình.", [], "a Vietnamese word that opens a place's name"),
    ('Cô hát ca khúc "Falling Too Slow" và nói về nó.', [], "a song between quotation marks"),
    ("Thủ hiến bang Tasmania Peter Hodgson nói.", ["Peter Hodgson"], "the state leads up to its head's name"),
    ("Ông Trần Văn Khánh Chủ tịch xã cho biết.", ["Trần Văn Khánh"], "an office that begins in capitals is no name"),
    ("Chị Lê Thị Th. trình báo; ông Đoàn Đại biểu.", [], "two letters of an anonymised name; a delegation"),
    ("Quán ở (65 Lý Tự Trọng, phường Bến Sỏi) đông khách.", [], "a street and its ward"),
    ("Cửa hàng có trụ sở tại Thái Hà, Hà Nội.", [], "a place behind a word of place"),
    ("Giám đốc Sở Trần Thị Nhị Hà nói.", ["Trần Thị Nhị Hà"], "a given name that the table lacks"),
    ("Trịnh Sảng chia tay bạn trai. Người ta quen Trịnh Sảng.", ["Trịnh Sảng"], "it does what only people do"),
    ("Mưa lớn ở Trịnh Sảng. Trịnh Sảng đã nổi tiếng.", [], "the same where the text makes it a place"),
    (
        "Đội gồm Nguyễn Văn Cảnh, Wesley Rodrigo và Adriano Schmid.",
        ["Nguyễn Văn Cảnh", "Wesley Rodrigo", "Adriano Schmid"],
        "listed with a person",
    ),
    ("Dự có Trịnh Sảng, Lưu Gù và ông Lê Bá Nam.", ["Trịnh Sảng", "Lưu Gù", "Lê Bá Nam"], "listed before a person"),
    ("Cầu thủ Hà Nội ghi bàn, học sinh Cao Bằng vui.", [], "players and pupils of a place"),
    ("Nhà sử học Dương Trung Quốc nói.", ["Dương Trung Quốc"], "a given name that is a country's"),
    ("Hoa hậu Hoàn Vũ Việt Nam đăng quang.", [], "a title that ends in the country"),
    ("Nữ diễn viên Kim Hyun Soo dự lễ.", ["Kim Hyun Soo"], "a family name stands first"),
    ("Giám đốc Bệnh viện Bạch Mai Nguyễn Quang Tòng cho biết.", ["Nguyễn Quang Tòng"], "the head of a hospital"),
    ("Bệnh viện Đa khoa Nguyễn Đình Chiểu cho biết.", [], "the hospital's own name"),
    ("Hòa thượng Thích Thiện Nhơn và Linh mục Giuse Lê Văn Tân dự.", ["Thích Thiện Nhơn", "Lê Văn Tân"], "clergy"),
    ("ÔNG NGUYỄN VĂN HẢI và bà TRẦN THỊ LAN dự.", ["NGUYỄN VĂN HẢI", "TRẦN THỊ LAN"], "capitals behind a title"),
    ("HỘI NGHỊ NGUYỄN VĂN HẢI", [], "a headline in capitals"),
    ("Trao đổi với ôngLê Văn Dũng chiều nay.", ["Lê Văn Dũng"], "a lost space behind a form of address"),
    (
        "Chị Rơ Châm H'Yim, ông A Brol Vinh, ông Y Thông Mlô và già làng K’Brêm nói.",
        ["Rơ Châm H'Yim", "A Brol Vinh", "Y Thông Mlô", "K’Brêm"],
        "peoples of the Central Highlands",
    ),
    ("Ông Lừu A Sếnh và bà Hạng Thị Mỷ dự.", ["Lừu A Sếnh", "Hạng Thị Mỷ"], "Hmông"),
    ("Ông Nguyễn Văn Tòng-Chủ tịch Hội nói.", ["Nguyễn Văn Tòng"], "a hyphen stuck to the name"),
    ("ÔNG LÊ VĂN TÒNG PHÁT BIỂU KHAI MẠC.", ["LÊ VĂN TÒNG"], "a sentence in capitals"),
    ("Ông Le Van Tong phát biểu.", ["Le Van Tong"], "no marks"),
    ("Chủ tịch UBND phường Trần Hưng Đạo nói.", [], "the ward's hero holds no office"),
    ("Phó Thủ tướng Chính phủ Lê Văn Bách họp.", ["Lê Văn Bách"], "the Government is no palace"),
    ("Chị Ngọc Bích kể. Theo ông Minh Đức, giá còn cao.", ["Ngọc Bích", "Minh Đức"], "called by middle and given name"),
    ("Hội nghị do ông Hà Bá Tấn chủ trì. Chiều nay Hà Bá Tấn về Huế.", ["Hà Bá Tấn"], "told a person once"),
    ("Nhiếp ảnh gia người Ý Vincenzo Mazza đến Huế.", ["Vincenzo Mazza"], "where one is from, before the name"),
    ("Bà Ursula von der Leyen dự.", ["Ursula von der Leyen"], "foreign particles"),
    ("Ông George W. Bush dự.", ["George W. Bush"], "an initial"),
    ("Nạn nhân nằm ở Viện Bỏng Quốc gia Lê Hữu Trác.", [], "a national institute called after somebody"),
    ("Vụ trưởng Vụ Giáo dục Tiểu học Lê Văn Bách nói.", ["Lê Văn Bách"], "a department for schools is no school"),
    ("Trưởng phòng Mầm non Trần Thị Hạ dự.", ["Trần Thị Hạ"], "nor is a division of it"),
    ("Phòng Giáo dục thăm Trường Tiểu học Lê Văn Tám.", [], "a school, whoever visits it"),
    ("Chiến sĩ Trạm Kiểm soát Biên phòng Sa Kỳ tuần tra.", [], "a post of the border guard"),
    ("Theo tạp chí Archives of General Psychiatry công bố.", [], "the name of a journal"),
    ("Giá Lê Hàn Quốc giảm mạnh.", [], "pears of a country"),
    ("Khách ở Casamia Calm Hoi An nói.", [], "a place without its marks"),
]


@pytest.mark.parametrize(("text", "names", "reason"), _ROWS, ids=[row[2] for row in _ROWS])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names(text: str, names: list[str], reason: str, form: str) -> None:
    found = [person.name for person in find_people(unicodedata.normalize(form, text))]
    assert found == names, reason


def test_a_bare_foreign_surname_belongs_to_the_full_name() -> None:
    text = "Tổng thống Mỹ Donald Trump tới Hà Nội. Trump nói rằng ông hài lòng."
    (person,) = find_people(text)
    assert [text[start:end] for start, end in person.mentions] == ["Donald Trump", "Trump"]
    assert person.speaks


_PIECES = "Ông GS. TSKH. Đặng Vũ Minh , ; - ( : Chủ tịch Hội Donald Trump A T. 12 nói theo ĐẶNG İ ß"
_WORDS = st.sampled_from([*_PIECES.split(), "\n", "\u0301"])


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=30).map(" ".join)), st.booleans())
def test_spans_slice_any_text(text: str, decomposed: bool) -> None:
    text = unicodedata.normalize("NFD", text) if decomposed else text
    for person in find_people(text):
        assert person.mentions
        assert all(0 <= start < end <= len(text) for start, end in person.mentions)
        assert all(0 <= said.start < said.end <= len(text) for said in person.statements)
