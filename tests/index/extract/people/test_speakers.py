"""People in a text: who they are, what they are, whether they speak."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import PersonMention
from index.extract.people.find import find_people

NAMES = [
    ("Ông Lê Văn Hạnh cho biết hội thảo rất bổ ích.", ["Lê Văn Hạnh"], "a form of address"),
    ("PGS.TS Trịnh Thu Hòa và TS. Đỗ Bá Khôi dự hội nghị.", ["Trịnh Thu Hòa", "Đỗ Bá Khôi"], "two with titles"),
    (
        "Chủ tịch UBND tỉnh Nguyễn Văn Khoát kết luận.",
        ["Nguyễn Văn Khoát"],
        "an office before; the province has no name",
    ),
    ("Anh hùng lao động, Thiếu tướng, GS.VS Trần Quý Đạt tới dự.", ["Trần Quý Đạt"], "stacked honours"),
    ("Ngoại trưởng Séc Jan Novák phát biểu.", ["Jan Novák"], "a foreigner, without the country"),
    ("Tổng thống John Smith nói như vậy.", ["John Smith"], "a foreigner with an office"),
    ("Bà H'Yim Niê kể lại.", ["H'Yim Niê"], "a name with an apostrophe"),
    ("Họp tại số 25 Lê Quý Đôn, quận 3.", [], "a street in an address"),
    ("Cầu Trần Thị Lý và đường Nguyễn Văn Linh thông xe.", [], "a bridge and a street"),
    ("Trường ĐH Tôn Đức Thắng tuyển sinh.", [], "a school"),
    ("Quỹ Vừ A Dính trao học bổng.", [], "a fund"),
    ("Giải thưởng Tạ Quang Bửu năm nay.", [], "a prize"),
    ("Học tập tư tưởng Hồ Chí Minh tại thành phố Hồ Chí Minh.", [], "a doctrine and a city"),
    ("Chủ tịch Hồ Chí Minh về thăm.", ["Hồ Chí Minh"], "the man himself"),
    ("Hội nghị ở Lâm Đồng, Cao Bằng và Hà Giang.", [], "provinces that begin as surnames do"),
    ("Du khách Thái Lan, Hà Lan, Hàn Quốc.", [], "countries that begin as surnames do"),
    ("Bộ GD-ĐT và TP Sơn La thống nhất.", [], "initials"),
    ("Khu vực châu Á - Thái Bình Dương.", [], "an ocean"),
    ("Sở Công Thương Trần Phú", [], "an office and a place"),
    ("Đoàn Chủ tịch gồm bà Lê Thị Na.", ["Lê Thị Na"], "a presidium is nobody of the surname Đoàn"),
    ("Công nhân từng làm việc tại nhà máy ống Hanzaki Kubota đã kiện.", [], "a factory, for all its workers"),
    ("Chuyên gia bắt rắn có tên Jaran Srichan giữ ba con.", ["Jaran Srichan"], "who is called so"),
    ("Chị H' Lan Niê cho biết.", ["H' Lan Niê"], "a blank behind the apostrophe"),
    ("Thủ tướng Nhật Bản Sugawa Yoshi thăm Hà Nội.", ["Sugawa Yoshi"], "a country that ends as a village does"),
    ("Chủ tịch Triều Tiên Kim Jong-min dự lễ.", ["Kim Jong-min"], "a country whose second word is a surname"),
    ("Người phát ngôn Lầu Năm Góc John Kerby nói.", ["John Kerby"], "the Pentagon is nobody"),
    ("Ca sĩ Bích Phương hát mở màn.", ["Bích Phương"], "a stage name, which has no surname"),
    ("Bà Neang Kim Ly và ông Thạch Sa Ly kể.", ["Neang Kim Ly", "Thạch Sa Ly"], "names of the Khmer"),
    ("Trưởng ban trọng tài Dương Văn Hiền và ông Chử Văn Ba họp.", ["Dương Văn Hiền", "Chử Văn Ba"], "a rare surname"),
    ("Vận động viên Taekwondo Trương Tuyết Vân thắng.", ["Trương Tuyết Vân"], "a sport before the name"),
    ("Cô vào Bệnh viện St. Vincent Indiana chữa bệnh.", [], "a saint's hospital"),
    ("Dọc các tuyến phố Mễ Trì, Lê Trọng Tấn, Bạch Mai có hàng quán.", [], "a list of streets"),
    ("Học sinh A Lưới và Ý Yên đến trường.", [], "districts that begin as names of the Highlands do"),
    ("Robot của Boston Dynamics đã trình diễn.", [], "a firm"),
    ("Cố vấn ông Donald Trump Robert O'Bryan đi.", ["Donald Trump", "Robert O'Bryan"], "one behind one"),
    ("Theo Moloy Banerjee, một lãnh đạo của hãng, giá tăng.", ["Moloy Banerjee"], "an office behind một"),
    ("Thứ trưởng Trung Quốc Lạc Ngọc Thành tuyên bố.", ["Lạc Ngọc Thành"], "a rare surname behind a country"),
    ("Văn phòng Công chứng Bùi Bá Tòng đã đóng cửa.", [], "an office called after its notary"),
    ("Huân chương do Tổng thống Italia Marco Rossini tặng.", ["Marco Rossini"], "a country in its own spelling"),
    ("Phó thủ tướng Heng Mee Keat rút lui.", ["Heng Mee Keat"], "a surname of Singapore"),
    ("Chiến sĩ trẻ Y Bang Ja chia sẻ.", ["Y Bang Ja"], "a particle of the Highlands behind an office"),
    ("Tại các tuyến phố của Hà Nội như: Khuất Duy Tiến, Nguyễn Chí Thanh có hàng rong.", [], "streets behind như"),
    ("Hết hàng, ông Anh Tuấn chia sẻ.", ["Anh Tuấn"], "a middle name that is a form of address as well"),
    ("Bạn Ngọc Linh nói như vậy.", ["Ngọc Linh"], "a form of address of the young"),
    ("Nhà linh trưởng học người Mỹ, Janis Corter, 69 tuổi, đã về.", ["Janis Corter"], "whoever has an age"),
    ("Đoàn do Cục trưởng Cục khám chữa bệnh Lê Ngọc Khuê dẫn.", ["Lê Ngọc Khuê"], "chữa bệnh names no disease"),
    ("Ông nhận vai Bạch Long Mã nên ngỏ ý từ chối.", [], "a part in a play"),
    ("Chuyện thần Veera Swamy muốn cưới vợ.", [], "a god"),
    ("Kiến nghị của bà Kiều Vũ Thụy Uyên.", ["Kiều Vũ Thụy Uyên"], "two surnames in one name"),
    ("Người hâm mộ nhớ cầu thủ Ryan Giggsbất ngờ về.", [], "a space was lost: no such name"),
]

ROLES = [
    (
        "Cục trưởng Cục Quản lý Khám, chữa bệnh Lê Văn Hạnh nói.",
        {"Lê Văn Hạnh": ["Cục trưởng Cục Quản lý Khám, chữa bệnh"]},
        "the comma inside a body's name",
    ),
    (
        "Ông Lê Văn Hạnh, Giám đốc Sở Y tế, chữa bệnh giỏi.",
        {"Lê Văn Hạnh": ["Giám đốc Sở Y tế"]},
        "what he does is no part of it",
    ),
    (
        "Ông Lê Văn Hạnh, cựu quan chức NATO và hiện là Chủ tịch Ủy ban Hải đảo, cảnh báo.",
        {"Lê Văn Hạnh": ["cựu quan chức NATO", "Chủ tịch Ủy ban Hải đảo"]},
        "two offices that và hiện là joins",
    ),
    (
        "Công ty do ông Lê Văn Hạnh, một cựu giám đốc ngân hàng, lập ra.",
        {"Lê Văn Hạnh": ["cựu giám đốc ngân hàng"]},
        "an office behind một",
    ),
    (
        "Ông Lê Văn Hạnh - Giám đốc sáng tạo (CIO) Công ty Gió cho biết.",
        {"Lê Văn Hạnh": ["Giám đốc sáng tạo Công ty Gió"]},
        "an office's short form before its organisation",
    ),
    (
        "Ông Rơ Ô Tem, già làng Plei Bơng (xã Ia Phin), kể chuyện xưa.",
        {"Rơ Ô Tem": ["già làng Plei Bơng"]},
        "a village of the Highlands is nobody",
    ),
    (
        "Theo Bí thư Huyện ủy Mường Lát Hà Văn Cư, bản đã có điện.",
        {"Hà Văn Cư": ["Bí thư Huyện ủy Mường Lát"]},
        "a district without its kind before a name",
    ),
    (
        "CHỦ TỊCH HỘI LÀM VƯỜN TỈNH LÊ VĂN SÁU PHÁT BIỂU.",
        {"LÊ VĂN SÁU": ["CHỦ TỊCH HỘI LÀM VƯỜN TỈNH"]},
        "a caption in capitals, no title before the name",
    ),
    (
        "Trưởng Ban Quản lý dự án (phải) Nguyễn Tiến Lực trả lời.",
        {"Nguyễn Tiến Lực": ["Trưởng Ban Quản lý dự án"]},
        "the place in the picture between office and name",
    ),
    (
        "Trung uý Y Blơr Niê - cán bộ Công an xã Ea Bir - và bà Lê Thị Na đi tuần.",
        {"Y Blơr Niê": ["cán bộ Công an xã Ea Bir"], "Lê Thị Na": []},
        "the dash that closes the aside is no part of the office",
    ),
    (
        "Ông Lê Văn Hạnh, nguyên Giám đốc Bệnh viện…",
        {"Lê Văn Hạnh": []},
        "a teaser cuts where its room ends",
    ),
    (
        "TS. Lê Thị Na, Ủy viên Đoàn Chủ tịch Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam, phát biểu.",
        {"Lê Thị Na": ["Ủy viên Đoàn Chủ tịch Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam"]},
        "a member of the presidium, whole",
    ),
    (
        "Thủ tướng Anh, Boris Johnson nói rằng. Theo Tổng thống Pháp, ông Emmanuel Macron, việc này khó.",
        {"Boris Johnson": ["Thủ tướng Anh"], "Emmanuel Macron": ["Tổng thống Pháp"]},
        "an office of a country that a comma parts from the name",
    ),
    (
        "Thủ tướng Anh Boris Johnson đến. Anh Lê Văn Ba ra đón.",
        {"Boris Johnson": ["Thủ tướng Anh"], "Lê Văn Ba": []},
        "a country that is a form of address as well",
    ),
    (
        "Ngày 30/4, Chủ tịch UBND tỉnh Hưng Yên - Lê Quốc Văn, đã ký. Tại cuộc họp, Giám đốc Sở Y tế tỉnh, Lý Thu Cúc,"
        " nêu rõ.",
        {"Lê Quốc Văn": ["Chủ tịch UBND tỉnh Hưng Yên"], "Lý Thu Cúc": ["Giám đốc Sở Y tế tỉnh"]},
        "an office parted from a bare name, behind when and where",
    ),
    (
        "Chủ tịch Juvena, Andrea Agnella thừa nhận điều đó.",
        {"Andrea Agnella": ["Chủ tịch Juvena"]},
        "the same, of a club",
    ),
    (
        "Giá sẽ giảm, theo chuyên gia Thái Lan, tiến sĩ Pramot Ruamsak.",
        {"Pramot Ruamsak": ["chuyên gia Thái Lan"]},
        "the same within a sentence, behind theo",
    ),
    (
        "Bộ trưởng trả lời chất vấn của đại biểu Quốc hội Lê Văn Tạo, Đoàn đại biểu Quốc hội tỉnh Lâm Đồng về di cư.",
        {"Lê Văn Tạo": ["đại biểu Quốc hội", "Đoàn đại biểu Quốc hội tỉnh Lâm Đồng"]},
        "a deputy's delegation, though he is spoken to",
    ),
    (
        "Ông Lê Văn Sơn - Phó Chủ tịch UBND tỉnh giao Sở làm. Bà Lê Thị Na, Giám đốc Bệnh viện K khuyến khích ta.",
        {"Lê Văn Sơn": ["Phó Chủ tịch UBND tỉnh"], "Lê Thị Na": ["Giám đốc Bệnh viện K"]},
        "a role ends where the sentence goes on",
    ),
    (
        "Thay mặt Đoàn Chủ tịch, ông Lê Văn Nam, Ủy viên Ban Thường vụ, kết luận.",
        {"Lê Văn Nam": ["Ủy viên Ban Thường vụ"]},
        "who speaks for the presidium is not its chairman",
    ),
    (
        "GS. TSKH. Trần Văn Độ, Chủ tịch Hội Toán học; TS. Lý Thu Cúc, Phó Chủ tịch kiêm Tổng Thư ký Hội Toán học"
        " chủ trì.",
        {"Trần Văn Độ": ["Chủ tịch Hội Toán học"], "Lý Thu Cúc": ["Phó Chủ tịch kiêm Tổng Thư ký Hội Toán học"]},
        "after a comma, two people in one sentence",
    ),
    (
        "Bộ trưởng Bộ Giao thông vận tải Nguyễn Văn Tín yêu cầu làm rõ.",
        {"Nguyễn Văn Tín": ["Bộ trưởng Bộ Giao thông vận tải"]},
        "before the name",
    ),
    (
        "Ông Lê Đình Phát - nguyên Viện trưởng Viện Lúa - cho rằng cần thử.",
        {"Lê Đình Phát": ["nguyên Viện trưởng Viện Lúa"]},
        "between dashes, a former office",
    ),
    (
        "Theo ông Lê Đình Phát, nguyên là Viện trưởng Viện Lúa, cần thử.",
        {"Lê Đình Phát": ["nguyên là Viện trưởng Viện Lúa"]},
        "a former office with là",
    ),
    (
        "Ban Chỉ đạo do ông Lê Đình Phát, Giám đốc Sở Y tế, làm Trưởng ban.",
        {"Lê Đình Phát": ["Giám đốc Sở Y tế", "Trưởng ban"]},
        "whom a board is led by",
    ),
    (
        "Đại hội đã bầu ông Lê Đình Phát làm Chủ tịch, bà Trần Thị Nết làm Phó Chủ tịch.",
        {"Lê Đình Phát": ["Chủ tịch"], "Trần Thị Nết": ["Phó Chủ tịch"]},
        "the second who was chosen",
    ),
    (
        "Họ đề nghị bầu ông Lê Đình Phát làm Chủ tịch.",
        {"Lê Đình Phát": []},
        "whom somebody only wants chosen",
    ),
    (
        "Đại hội không bầu bà Trần Thị Nết làm Chủ tịch.",
        {"Trần Thị Nết": []},
        "who was not chosen",
    ),
    (
        "Khi ông Lê Đình Phát làm Chủ tịch, xã còn nghèo.",
        {"Lê Đình Phát": []},
        "a time that may be past",
    ),
    (
        "Bà Trần Thị Nết (Hội Làm vườn tỉnh) đồng ý.",
        {"Trần Thị Nết": ["Hội Làm vườn tỉnh"]},
        "an organisation in brackets",
    ),
    (
        "Ông Phạm Bá Thuận, Bí thư Huyện ủy, Chủ tịch HĐND huyện, nói.",
        {"Phạm Bá Thuận": ["Bí thư Huyện ủy", "Chủ tịch HĐND huyện"]},
        "two offices",
    ),
    (
        "Tại đại hội, ông Đỗ Bá Khôi được các đại biểu bầu làm Chủ tịch Hội Cầu đường tỉnh.",
        {"Đỗ Bá Khôi": ["Chủ tịch Hội Cầu đường tỉnh"]},
        "an election",
    ),
    (
        "Bà Trần Thị Nết, Giám đốc Sở Văn hóa, Thể thao và Du lịch Bắc Giang cho biết như vậy.",
        {"Trần Thị Nết": ["Giám đốc Sở Văn hóa, Thể thao và Du lịch Bắc Giang"]},
        "a comma inside the organisation, then a verb",
    ),
    (
        "Đoàn quân của Giám đốc kỹ thuật (GĐKT) Đỗ Bá Khôi đã thắng.",
        {"Đỗ Bá Khôi": ["Giám đốc kỹ thuật"]},
        "a short form in brackets between office and name",
    ),
    (
        "Bà Trần Thị Nết, vợ của Đại sứ Bỉ Paul Lambert, vắng mặt.",
        {"Trần Thị Nết": [], "Paul Lambert": ["Đại sứ Bỉ"]},
        "an aside of the name before: the office is that of the name behind",
    ),
    (
        "Bà Trần Thị Nết - Chủ tịch Vĩnh Hoàn, ông Đỗ Bá Khôi nguyên Trưởng khoa Nhi dự.",
        {"Trần Thị Nết": ["Chủ tịch Vĩnh Hoàn"], "Đỗ Bá Khôi": ["nguyên Trưởng khoa Nhi"]},
        "a firm that reads like a name, a former office directly behind the name",
    ),
    (
        "Ứng cử viên tổng thống Mỹ Paul Lambert phát biểu.",
        {"Paul Lambert": ["Ứng cử viên tổng thống Mỹ"]},
        "a candidate holds no office yet",
    ),
    (
        "Bà Trần Thị Nết đã được bổ nhiệm giữ chức Phó Giám đốc Sở Y tế, thay người tiền nhiệm.",
        {"Trần Thị Nết": ["Phó Giám đốc Sở Y tế"]},
        "an appointment",
    ),
    ("Ông Lê Văn Sáu, 54 tuổi, trồng cam.", {"Lê Văn Sáu": []}, "an age is no office"),
    (
        "Tại Huế, Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh Lê Bá Tòng dự.",
        {"Lê Bá Tòng": ["Bí thư Tỉnh ủy", "Chủ tịch HĐND tỉnh"]},
        "two offices before the name",
    ),
    (
        "Thứ trưởng Bộ Văn nghệ, thể dục và lữ hành Trần Thị Nết ký công văn.",
        {"Trần Thị Nết": ["Thứ trưởng Bộ Văn nghệ, thể dục và lữ hành"]},
        "a comma inside the ministry's name",
    ),
    (
        "Bà Trần Thị Nết (giám đốc Trung tâm nghiên cứu, tư vấn và chuyển giao thuộc Hội Làm vườn) đồng ý.",
        {"Trần Thị Nết": ["giám đốc Trung tâm nghiên cứu, tư vấn và chuyển giao thuộc Hội Làm vườn"]},
        "a comma inside the centre's name",
    ),
    (
        "TS Lê Đình Phát, nguyên phó vụ trưởng Vụ Thủy lợi - Bộ NN&PTNT, khẳng định.",
        {"Lê Đình Phát": ["nguyên phó vụ trưởng Vụ Thủy lợi - Bộ NN&PTNT"]},
        "a dash before the ministry closes nothing",
    ),
    (
        "Dự họp có các Phó Chủ tịch Phạm Bá Thuận, Lê Thị Mận và Đỗ Bá Khôi.",
        {"Phạm Bá Thuận": ["Phó Chủ tịch"], "Lê Thị Mận": ["Phó Chủ tịch"], "Đỗ Bá Khôi": ["Phó Chủ tịch"]},
        "one office of several",
    ),
    (
        "Chính quyền Tổng thống John Smith và nhạc trưởng Lê Bá Tòng đồng ý.",
        {"John Smith": ["Tổng thống"], "Lê Bá Tòng": ["nhạc trưởng"]},
        "chính quyền is no acting president, a conductor no head",
    ),
    (
        "Bà Lê Thị Mận, Phó Chủ tịch UBND xã và ông Đỗ Bá Khôi cùng dự.",
        {"Lê Thị Mận": ["Phó Chủ tịch UBND xã"], "Đỗ Bá Khôi": []},
        "the office of the one before",
    ),
    (
        "Ông Lê Đình Phát, Giám đốc dự án đê điều không giấu niềm vui.",
        {"Lê Đình Phát": ["Giám đốc dự án đê điều"]},
        "dự án is no verb; the sentence goes on behind it",
    ),
    (
        "Chủ tịch nước Lê Văn Sáu, Thủ tướng Đỗ Bá Khôi cùng dự.",
        {"Lê Văn Sáu": ["Chủ tịch nước"], "Đỗ Bá Khôi": ["Thủ tướng"]},
        "an office directly before a name is that name's",
    ),
    ("Báo cáo Thủ tướng, chủ tịch Hội đồng - GS Lê Văn Sáu nói.", {"Lê Văn Sáu": []}, "said to the head"),
    ("Ban Bí thư quyết định kỷ luật ông Lê Văn Sáu.", {"Lê Văn Sáu": []}, "a body is no secretary"),
    ("Phu nhân Chủ tịch nước Lê Thị Mận tới thăm.", {"Lê Thị Mận": []}, "the office is her husband's"),
    ("Theo luật sư, ông Lê Văn Sáu vô can.", {"Lê Văn Sáu": []}, "a title crosses no comma"),
    (
        "Ông Lê Văn Sáu (đứng giữa), 54 tuổi, Tỉnh uỷ viên, Giám đốc Sở Y tế, xem máy.",
        {"Lê Văn Sáu": ["Tỉnh uỷ viên", "Giám đốc Sở Y tế"]},
        "a place in the picture and an age between",
    ),
    (
        "Đại hội bầu bà Lê Thị Mận, PGĐ Sở Y tế, làm Chủ tịch Hội Y học.",
        {"Lê Thị Mận": ["PGĐ Sở Y tế", "Chủ tịch Hội Y học"]},
        "elected, named between",
    ),
    (
        "Thống đốc Ngân hàng Nhà nước Lê Bá Tòng phát biểu.",
        {"Lê Bá Tòng": ["Thống đốc Ngân hàng Nhà nước"]},
        "nhà nước is called after nobody",
    ),
    (
        "Chủ tịch UBND phường Trần Hưng Đạo Lê Bá Tòng trả lời.",
        {"Lê Bá Tòng": ["Chủ tịch UBND phường Trần Hưng Đạo"]},
        "a ward called after a hero",
    ),
    ("Thư ký phiên họp là chị Lê Thị Mận.", {"Lê Thị Mận": ["Thư ký phiên họp"]}, "the office before `là`"),
    (
        "Ông Lê Văn Sáu sinh năm 1958. Hiện ông là Chủ tịch Hội Thuỷ lợi Cà Mau.",
        {"Lê Văn Sáu": ["Chủ tịch Hội Thuỷ lợi Cà Mau"]},
        "told in the next sentence",
    ),
    ("Ông Lê Văn Sáu -Trưởng ban phát biểu.", {"Lê Văn Sáu": ["Trưởng ban"]}, "the verb is not of the office"),
    (
        "Bà Trần Thị Nết, trưởng phòng kê khai thuế, nói.",
        {"Trần Thị Nết": ["trưởng phòng kê khai thuế"]},
        "kê khai is no confession",
    ),
    (
        "Vụ trưởng Vụ Lúa (Bộ Nông nghiệp) Đỗ Bá Khôi và Giám đốc Công ty Gió Lành (Good Wind) Lê Thị Mận cùng dự.",
        {"Đỗ Bá Khôi": ["Vụ trưởng Vụ Lúa"], "Lê Thị Mận": ["Giám đốc Công ty Gió Lành"]},
        "what stands in brackets before the name",
    ),
    (
        "Bà Lê Thị Mận, Chủ tịch Hội Lúa tỉnh đại diện các hội ký, và ông Đỗ Bá Khôi, Tổng Bí thư tại Đại hội XIII.",
        {"Lê Thị Mận": ["Chủ tịch Hội Lúa tỉnh"], "Đỗ Bá Khôi": ["Tổng Bí thư"]},
        "neither an act nor a sitting is of the organisation",
    ),
    (
        "Bộ trưởng Đỗ Bá Khôi thay cho ông Heng - người được bổ nhiệm làm Bộ trưởng Y tế.",
        {"Đỗ Bá Khôi": ["Bộ trưởng"]},
        "what another was given",
    ),
    ("Chủ tịch Tập đoàn LG - ông Đỗ Bá Khôi đến.", {"Đỗ Bá Khôi": ["Chủ tịch Tập đoàn LG"]}, "a firm, no lawyer"),
]

SPEAKS = [
    ("Ông Lê Văn Hạnh khẳng định sẽ làm.", True, "a verb of speech"),
    ("Theo ông Lê Văn Hạnh, việc này khó.", True, "according to"),
    ('"Việc này khó", ông Lê Văn Hạnh nói.', True, "after the quotation"),
    ("Ông Lê Văn Hạnh - Giám đốc Sở Y tế tỉnh cho biết như vậy.", True, "the office between name and verb"),
    ("Lê Văn Hạnh: Tôi nghĩ khác.", True, "an interview"),
    ("Ông Lê Văn Hạnh, Chủ tịch Hội Làm vườn: Chúng tôi sẵn sàng.", True, "name, office, colon"),
    ("Ông Lê Văn Hạnh trồng bốn sào cam, vui vẻ: \"Được mùa lắm!\"", True, "the subject of a quotation"),
    ("Xe máy chở theo Lê Văn Hạnh đi nhanh.", False, "theo of a verb"),
    ("Ông Lê Văn Hạnh - Trưởng khoa Thiết bị y tế trình bày báo cáo.", True, "thiết bị is no passive"),
    ("Ông Lê Văn Hạnh chưa lên tiếng về việc này.", False, "who has not spoken yet"),
    ("Ông Lê Văn Hạnh từ Đại học Hoa Sen ở Hà Nội cho biết.", True, "where he is from, between name and verb"),
    ("Đội thay ông Lê Văn Hạnh với hy vọng đổi vận.", False, "with hope: a noun"),
    ("Ông Lê Văn Hạnh đáp chuyến bay tối.", False, "a flight is no answer"),
    ("Sở quyết định bổ nhiệm ông Lê Văn Hạnh. Sở yêu cầu làm rõ.", False, "who is appointed says nothing"),
    ("Ông Lê Văn Hạnh hứa hẹn một mùa vui.", False, "hứa hẹn is no promise made in words"),
    ("Bà Mai nói với tác giả Lê Văn Hạnh như thế.", False, "others speak, to him"),
    ("Ông Lê Văn Hạnh tặng hoa chúc mừng đại hội.", False, "congratulations"),
    ("Cũng như ông Lê Văn Hạnh, nhiều người trồng cam.", False, "a comparison"),
    ("Ông Lê Văn Hạnh được tặng bằng khen.", False, "a prize is no speech"),
    ("Đoàn đã gặp ông Lê Văn Hạnh và đề nghị phối hợp.", False, "others speak, to him"),
    ("Hội nghị do ông Lê Văn Hạnh tổ chức.", False, "nobody speaks"),
    ("Ông Lê Văn Hạnh bị khai trừ.", False, "expelled, not confessing"),
    ("Ông Lê Văn Hạnh triển khai kế hoạch.", False, "triển khai is no speech"),
    ("TS Lê Văn Hạnh lấy ví dụ: hai người cùng làm.", True, "an example"),
    ("Ông Lê Văn Hạnh, Giám đốc Sở Y tế (Ảnh: Thu Cúc).", False, "who took the picture"),
    ('"Tôi vừa gặp ông Lê Văn Hạnh", ông Tư nói.', False, "named in a quotation, which another speaks"),
    ("Sở đã gửi thư cho ông Lê Văn Hạnh. Bộ gửi ông Lê Văn Hạnh để trả lời đơn.", False, "an answer to him"),
    ("Nếu ông Lê Văn Hạnh trúng cử, cả làng kỳ vọng đổi thay.", False, "the clause has its own subject"),
    ("Ông Lê Văn Hạnh không lên tiếng bình luận.", False, "who says nothing"),
    ("Ông Lê Văn Hạnh không đồng ý với cách làm đó.", True, "an opinion, though it denies"),
    ("Ông Lê Văn Hạnh xem báo cáo của Sở.", False, "a report is a noun here"),
    ("Ông Lê Văn Hạnh, tác giả chính của báo cáo cho biết như vậy.", True, "the noun first, then the verb"),
    ("Ông Lê Văn Hạnh - Giám đốc phân tích của công ty nói: Tôi tin.", True, "a verb inside the office, then his own"),
    ("Ông Lê Văn Hạnh đã đi kiểm tra, chỉ đạo công tác phòng dịch.", False, "he directs works, no words are told"),
    ("Ông Lê Văn Hạnh bổ sung hai máy cày cho hợp tác xã.", False, "what he adds is no words"),
    ('Ông Lê Văn Hạnh, lớp cao học, với đề tài: "Cây cam".', False, "a title behind the colon"),
    ("Khả năng ông Lê Văn Hạnh đồng ý là rất thấp.", False, "nobody has agreed yet"),
    ("Chị Tư phủ nhận tin Lê Văn Hạnh đã về quê nhưng thừa nhận còn buồn.", False, "she goes on, not he"),
    ("Đại diện Lê Văn Hạnh cho biết ca sĩ đang nghỉ.", False, "who speaks for him"),
    ("Ông Lê Văn Hạnh (thôn Đông, xã Bắc), cho biết đã gặt xong.", True, "a comma inside the brackets"),
    ("Bộ đã triệu tập Đại sứ Lê Văn Hạnh và thông báo rằng ông phải về.", False, "who has summoned him informs"),
    ("Chính quyền Tổng thống Lê Văn Hạnh khẳng định vẫn hợp tác.", False, "his government speaks"),
    ("Theo lệnh của Chính phủ, Phó Chủ tịch Lê Văn Hạnh cho biết đảo mở cửa.", True, "the comma ends the body"),
    ("Ông Lê Văn Hạnh và vợ cho biết trời mưa.", True, "two speak"),
    ("Đoạn video được Lê Văn Hạnh, một người dân, chia sẻ lên mạng.", False, "what he did with it"),
    ("Trường được Lê Văn Hạnh tin tưởng để gửi con.", False, "he trusts, and says nothing"),
    ("Điều này được ông Lê Văn Hạnh khẳng định hôm qua.", True, "said, in the passive"),
    ("Người đứng đầu đội bóng chia sẻ với nhà báo Lê Văn Hạnh: Năm nay khó.", False, "others speak, to him"),
    ("Tin này chưa được ông Lê Văn Hạnh xác nhận.", False, "what he has not confirmed yet"),
    ("Chủ tịch Trần Văn Chín về trao đổi với Bí thư Lê Văn Hạnh và báo cáo tỉnh.", False, "somebody told him"),
    ("Sau khi trao đổi với ông Lê Văn Hạnh, đơn vị đã gửi gạo.", False, "somebody spoke with him, then acted"),
    ("Chủ sở hữu Lê Văn Hạnh không muốn đưa ra lời xin lỗi.", False, "an apology that he does not make"),
    ("Bà cưới Lê Văn Hạnh, dù mọi người cảnh báo bà.", False, "others warn"),
    ("Công văn này do ông Lê Văn Hạnh, Phó Chủ tịch xã, và yêu cầu báo cáo rõ.", False, "the letter asks for a report"),
    ("Anh Lê Văn Hạnh là thợ. Máy chạy tốt, Văn Hạnh cho hay.", True, "middle and given name, bare"),
    ("Ông Lê Văn Hạnh (còn gọi là Trần Văn Chín) cho biết như vậy.", True, "another name in brackets takes no words"),
    ("Ông Lê Văn Hạnh, bút danh Trần Văn Chín, kể lại.", True, "another name between commas takes none either"),
    ("Bị cáo Trần Văn Chín, tức Lê Văn Hạnh, khai rằng đã nhận tiền.", False, "the name before is the subject"),
    ("Ông Lê Văn Hạnh (con trai bà Trần Thị Chín) cho biết như vậy.", True, "somebody else in brackets"),
    ("Bà Trần Thị Chín (mẹ anh Lê Văn Hạnh) kể lại.", False, "in brackets nobody speaks"),
    ("Ông Tư coi ông Lê Văn Hạnh là thầy và kể rằng thầy rất nghiêm.", False, "what another takes him for, and tells"),
    ("Chủ tịch Trần Văn Chín khen ông Lê Văn Hạnh giỏi và nói sẽ thưởng.", False, "whoever praises him goes on"),
    ("Bà Trần Thị Chín tin rằng Lê Văn Hạnh có lỗi và khẳng định sẽ kiện.", False, "whoever believes it goes on"),
]


def people_of(text: str, author: str = "") -> dict[str, PersonMention]:
    return {person.name: person for person in find_people(text, author)}


@pytest.mark.parametrize(("text", "names", "reason"), NAMES)
def test_names(text: str, names: list[str], reason: str) -> None:
    assert list(people_of(text)) == names, reason


@pytest.mark.parametrize(("text", "roles", "reason"), ROLES)
def test_roles(text: str, roles: dict[str, list[str]], reason: str) -> None:
    assert {name: list(person.roles) for name, person in people_of(text).items()} == roles, reason


@pytest.mark.parametrize(("text", "speaks", "reason"), SPEAKS)
def test_who_speaks(text: str, speaks: bool, reason: str) -> None:
    assert people_of(text)["Lê Văn Hạnh"].speaks is speaks, reason


def test_short_mentions_belong_to_the_full_name() -> None:
    text = "Bà Lê Thị Mận dự họp. Sau đó bà Mận cho biết thêm. Ông Mận nào đó không liên quan gì đến bà Thị."
    person = people_of(text)["Lê Thị Mận"]
    assert [text[s:e] for s, e in person.mentions][:2] == ["Lê Thị Mận", "Mận"]
    assert person.speaks


def test_a_short_name_before_the_full_one_is_the_same_person() -> None:
    (person,) = find_people("Ông Xuân Mận cho biết. Sau đó ông Lê Xuân Mận, Chủ tịch Hội, kết luận.")
    assert (person.name, person.roles, len(person.mentions)) == ("Lê Xuân Mận", ("Chủ tịch Hội",), 2)


def test_an_honorific_is_kept_as_written_and_a_form_of_address_is_none() -> None:
    assert people_of("GS. TSKH. Trần Văn Độ dự.")["Trần Văn Độ"].honorific == "GS. TSKH."
    assert people_of("Đồng chí Trần Văn Độ dự.")["Trần Văn Độ"].honorific is None


def test_who_chairs() -> None:
    people = people_of("Chủ trì hội nghị có GS. Trần Văn Độ, Chủ tịch Hội; TS. Lý Thu Cúc, Phó Chủ tịch Hội.")
    assert people["Trần Văn Độ"].chairs and people["Lý Thu Cúc"].chairs


def test_a_managing_director_does_not_chair() -> None:
    assert not people_of("Ông Lê Văn Hạnh, Giám đốc điều hành Công ty Thép, phát biểu.")["Lê Văn Hạnh"].chairs


def test_the_author_is_no_person_of_the_text() -> None:
    text = "Hội thảo diễn ra sôi nổi trong hai ngày.\nLê Văn Hạnh"
    assert people_of(text) == {}
    assert people_of("Lê Văn Hạnh đưa tin về bà Trần Thị Nết.", author="Lê Văn Hạnh").keys() == {"Trần Thị Nết"}


PIECES = [
    "Ông",
    "Lê",
    "Văn",
    "Hạnh",
    ",",
    "-",
    "(",
    ")",
    ":",
    ".",
    "\n",
    "cho",
    "biết",
    "Chủ",
    "tịch",
    "TP.",
    "GS.TS",
    '"',
    "Theo",
    "bà",
    "John",
    "́",
    "\u200b",
    "đ",
]


@given(st.lists(st.sampled_from(PIECES)))
def test_spans_slice_any_text(parts: list[str]) -> None:
    for text in (" ".join(parts), unicodedata.normalize("NFD", " ".join(parts)), "".join(parts)):
        for person in find_people(text):
            assert person.mentions
            for start, end in person.mentions:
                assert 0 <= start < end <= len(text)
                last = unicodedata.normalize("NFC", text[start:end]).split()[-1]
                assert last in person.name.split()


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    find_people(text)


def test_composed_and_decomposed_text_give_the_same_people() -> None:
    text = "Ông Lê Đình Phát - nguyên Viện trưởng Viện Lúa - cho rằng cần thử."
    one, other = find_people(text), find_people(unicodedata.normalize("NFD", text))
    assert [(p.name, p.speaks) for p in one] == [(p.name, p.speaks) for p in other]


def test_the_unions_own_article(shared: Path) -> None:
    text = (shared / "data" / "union" / "giao-ban-2020.txt").read_text(encoding="utf-8")
    people = people_of(text, author="Cao Hồng Kỳ")
    assert list(people) == ["Đặng Vũ Minh", "Phạm Văn Tân", "Hoàng Văn Tuyển"]
    assert [p.honorific for p in people.values()] == ["GS. TSKH.", "TS.", "ThS."]
    assert [p.roles for p in people.values()] == [
        ("Chủ tịch Liên hiệp Hội Việt Nam",),
        ("Phó Chủ tịch kiêm Tổng Thư ký Liên hiệp Hội Việt Nam",),
        ("Chủ tịch Liên hiệp Hội tỉnh Phú Thọ",),
    ]
    assert people["Phạm Văn Tân"].speaks
    assert all(person.chairs for person in people.values())
