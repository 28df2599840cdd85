"""Organisations by what is written: every usual name, mergers, and what only looks like one."""

from __future__ import annotations

import pytest

from index.organisations.names import OrganisationNames
from index.organisations.provinces import all_names, successor_of
from index.organisations.provincial import bodies
from index.organisations.table import OrganisationError, organisations_in, shipped

NAMES = OrganisationNames(shipped())
CENTRAL = "lien-hiep-cac-hoi-khoa-hoc-va-ky-thuat-viet-nam"


@pytest.mark.parametrize(
    ("name", "id", "reason"),
    [
        ("VUSTA", CENTRAL, "the English abbreviation"),
        ("lhhvn", CENTRAL, "an abbreviation in small letters, as it is typed"),
        ("Liên hiệp Hội Việt Nam", CENTRAL, "the short name"),
        ("lien hiep hoi ha giang", "lien-hiep-hoi-ha-giang", "without accents"),
        ("LHH Phú Thọ", "lien-hiep-hoi-phu-tho", "an abbreviation before the province"),
        ("Liên hiệp các Hội KH&KT tỉnh Hòa Bình", "lien-hiep-hoi-hoa-binh", "the long name, partly abbreviated"),
        ("Liên hiệp Hội thành phố Huế", "lien-hiep-hoi-hue", "the city of 2025, not the province before"),
        ("Tỉnh uỷ Hà Giang", "tinh-uy-ha-giang", "uỷ and ủy are one"),
        ("Sở KH&CN Phú Thọ", "so-khoa-hoc-va-cong-nghe-phu-tho", "a department by its short name"),
        ("Sở Y tế TP.HCM", "so-y-te-ho-chi-minh", "a city by its abbreviation"),
        ("Sở Y tế Hà Giang, số 338 đường Nguyễn Trãi", "so-y-te-ha-giang", "an address behind a comma"),
        ("UBND thành phố Hà Giang", "", "a town of the province, which is not the province's committee"),
        ("Thành ủy Hà Giang", "", "only cities under the centre are in the table with a Thành ủy"),
        ("VNA", "", "an agency, an airline and a society share it"),
        ("Hội những người bạn", "", "an association that the table does not know"),
    ],
)
def test_a_name_is_one_organisation(name, id, reason):
    assert NAMES.identify(name) == id, reason


def test_each_provincial_union_is_known_by_each_usual_name_and_has_its_successor():
    union = next(body for body in bodies() if body.kind == "union-provincial")
    for province in all_names():
        id = union.id_in(province)
        for head in (union.name, *union.other_names):
            assert NAMES.identify(f"{head} {province}") == id
        merged = successor_of(province) != province
        known = NAMES.table.get(id)
        assert known is not None and bool(known.successor) == merged, province
        if merged:
            assert NAMES.table.get(known.successor) is not None
            assert id in NAMES.table.predecessors(known.successor)


@pytest.mark.parametrize(
    ("text", "found", "reason"),
    [
        ("Sáng nay Bộ Y tế và sở Y tế Hà Nội họp.", ["Bộ Y tế", "sở Y tế Hà Nội"], "the second word has the capital"),
        ("Bộ Quốc phòng Mỹ họp báo. Bộ Quốc phòng nói thêm.", [], "another country's, in the whole text"),
        ("Bộ Quốc phòng Mỹ gặp Bộ Quốc phòng Việt Nam.", ["Bộ Quốc phòng Việt Nam"], "the one says whose it is"),
        ("Hội Nông dân các cấp vào cuộc.", [], "those of all levels"),
        ("Báo Công an nhân dân đưa tin.", [], "a paper that is called after it"),
        ("Đội Viettel dẫn đầu.", [], "a brand has a football club as well"),
        ("TTXVN cho biết.", ["TTXVN"], "an abbreviation in capitals"),
        ("thuế Hà Nội tăng, Thuế Hà Nội thu.", [], "ordinary words: only beside an office"),
        ("Giám đốc Sở Tư pháp Hà Giang Trần A.", ["Sở Tư pháp Hà Giang"], "a person's name follows"),
        ("Hop voi So Y te Ha Giang sang nay.", ["So Y te Ha Giang"], "a text without accents"),
    ],
)
def test_running_text(text, found, reason):
    assert [text[one.start : one.end] for one in NAMES.find(text)] == found, reason


GIANG = "lien-hiep-hoi-ha-giang"


@pytest.mark.parametrize(
    ("text", "publisher", "found", "reason"),
    [
        ("Sở Y tế Hà Giang họp. UBND tỉnh giao Sở Tư pháp.", "", ["ubnd", "tu-phap"], "one province in the whole text"),
        ("UBND tỉnh giao Sở Tư pháp.", "", [], "of no province that is told"),
        ("Sở Y tế Hà Giang giao UBND", "", [], "the text ends within the name"),
        ("Sở Y tế Hà Giang và Sở Y tế Phú Thọ họp với UBND tỉnh.", "", [], "of either"),
        ("Sở Y tế Hà Giang họp. Tại tỉnh Lai Châu, UBND tỉnh đồng ý.", "", [], "another province is told of"),
        ("UBND tỉnh giao Sở Tư pháp.", GIANG, ["ubnd", "tu-phap"], "of the province of the union whose text it is"),
        ("Liên hiệp Hội tổ chức hội thảo.", GIANG, ["lhh"], "what the union calls itself"),
        ("Sở Y tế Hà Giang dự. Liên hiệp Hội vắng.", "", [], "in other texts it may be the central one"),
        ("Liên hiệp Hội Việt Nam tổ chức.", GIANG, [], "the central union"),
        ("Liên hiệp Hội tỉnh Phú Thọ đến thăm.", GIANG, [], "a guest"),
        ("Các Sở Y tế, UBND tỉnh Champasak, UBND tỉnh, thành phố.", GIANG, [], "several, abroad, of all provinces"),
        ("Ông là Tỉnh ủy viên. Thành ủy khen.", GIANG, [], "a member; a province has no Thành ủy"),
        ("UBND thành phố và MTTQ tỉnh họp.", GIANG, ["mttq"], "a town of the province; not the centre's front"),
    ],
)
def test_a_body_without_its_province_is_that_of_the_only_one(text, publisher, found, reason):
    short = {
        "uy-ban-nhan-dan-ha-giang": "ubnd",
        "so-tu-phap-ha-giang": "tu-phap",
        "uy-ban-mat-tran-to-quoc-viet-nam-ha-giang": "mttq",
        GIANG: "lhh",
    }
    assert [short[one.organisation] for one in NAMES.find(text, "", publisher) if one.organisation in short] == found, (
        reason
    )


def test_none_is_named_before_it_began():
    text = "Cục Thuế thông báo; Bộ Nông nghiệp và Môi trường trả lời."
    assert [one.organisation for one in NAMES.find(text, "2020-05")] == []
    assert [one.organisation for one in NAMES.find(text, "2025-06-01")] == ["cuc-thue", "bo-nong-nghiep-va-moi-truong"]


def test_every_successor_is_in_the_table():
    for one in shipped().listed.values():
        assert not one.successor or shipped().get(one.successor) is not None, one.id


def test_an_office_adds_its_own(tmp_path):
    own = tmp_path / "organisations.csv"
    own.write_text(
        "name,other_names,from,successor\n"
        "Hội Tin học tỉnh Hà Giang và Tuyên Quang,Hội THHGTQ,2025-09,lien-hiep-hoi-tuyen-quang\n",
        "utf-8",
    )
    names = OrganisationNames(organisations_in(own))
    id = names.identify("hoi thhgtq")
    known = names.table.get(id)
    assert known is not None and (known.from_, known.successor) == ("2025-09", "lien-hiep-hoi-tuyen-quang")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,kind\na,b\n", "line 1: no column name"),
        ("name,colour\nA,b\n", "no such column as 'colour'"),
        ("name,from\nHội A,2020-13\n", "line 2: '2020-13' is no date"),
        ("name,id\nHội A,Hội A\n", "'Hội A' is no id"),
        ("name,id\n,hoi-a\n", "line 2: no name"),
        ("name,successor\nHội A,hoi-khong-co\n", "successor 'hoi-khong-co' is no id"),
        ("name,from\nHội A, B, C\n", "3 values for 2 columns"),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_why(tmp_path, content, says):
    own = tmp_path / "organisations.csv"
    own.write_text(content, "utf-8")
    with pytest.raises(OrganisationError, match=r"organisations\.csv") as error:
        organisations_in(own)
    assert says in str(error.value)
