"""Exports as content systems and their plugins really write them: what can be read of them is read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Article, Note, Rejection
from index.sources import SourceFile, read_file
from index.sources.web.listing import BadListing, site_map

Read = Callable[..., list[Article | Rejection | Note]]
SITE = "https://hoi.example/"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Hội</title><wp:wxr_version>1.2</wp:wxr_version>'
)
END = "</channel></rss>"


def _item(number: int, title: str = "Vườn ươm", *, status: str = "publish", password: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>{SITE}bai-{number}</link>"
        f"<content:encoded><![CDATA[<p>Vườn ươm số {number} & các hộ.</p>]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_type>post</wp:post_type><wp:status>{status}</wp:status>"
        f"<wp:post_password>{password}</wp:post_password></item>\n"
    )


def _titles(items: list[Article | Rejection | Note]) -> list[str]:
    return [item.title for item in items if isinstance(item, Article)]


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (HEAD + _item(1) + _item(2, "Vườn\x0bcây") + _item(3) + END, ["Vườn ươm", "Vườncây", "Vườn ươm"]),
        (HEAD + _item(1, "Ong &#11;mật") + END, ["Ong mật"]),
        ("\n \n" + HEAD + _item(1) + END, ["Vườn ươm"]),
        (HEAD + _item(1, "Vườn &amp; rừng & biển") + END, ["Vườn & rừng & biển"]),
        (HEAD + _item(1, "Vườn&nbsp;cây &hellip;") + END, ["Vườn cây …"]),
        (HEAD + _item(1, "Bể < 5 m") + _item(2) + END, None),
        (HEAD + _item(1, "Thẻ <b>hở") + _item(2) + END, None),
        ("<br />\n<b>Notice</b>: Undefined index in <b>/x.php</b><br />\n" + HEAD + _item(1) + END, ["Vườn ươm"]),
        (HEAD.replace("UTF-8", "UTF-9") + _item(1) + END, ["Vườn ươm"]),
    ],
    ids=["control", "reference", "blank lines", "ampersand", "entity", "less", "unclosed", "notice", "encoding"],
)
def test_an_export_that_is_no_whole_xml(read: Read, content: str, titles: list[str] | None) -> None:
    """One sign amiss costs no other item, and the report says that the file was mended."""
    found = read("xuat.xml", content)
    assert any(isinstance(item, Note) for item in found)
    if titles is None:  # the title of the item itself is what it can be
        assert {item.id for item in found if isinstance(item, Article)} == {"hoi.example/bai-1", "hoi.example/bai-2"}
    else:
        assert _titles(found) == titles
    assert not any(isinstance(item, Rejection) for item in found)
    assert "& các hộ" in next(item.text for item in found if isinstance(item, Article))


def test_an_export_that_is_cut_off_within_an_item(read: Read) -> None:
    """Half an article is none: what lies before it is read, and the cut is told."""
    found = read("xuat.xml", HEAD + _item(1) + _item(2)[:120])
    assert _titles(found) == ["Vườn ươm"]
    assert [item.reason for item in found if isinstance(item, Rejection)] == ["broken"]


@pytest.mark.parametrize("given", [{"status": "future"}, {"status": "private"}, {"password": "x"}])
def test_what_a_site_does_not_show_is_told_by_the_item_alone(read: Read, given: dict[str, str]) -> None:
    content = HEAD.replace("<wp:wxr_version>1.2</wp:wxr_version>", "") + _item(1, **given) + _item(2) + END
    assert len(_titles(read("xuat.xml", content))) == 1


COLUMNS = "`id`,`title`,`alias`,`introtext`,`state`,`access`,`catid`,`publish_up`,`publish_down`"
TABLE = "CREATE TABLE `jos_content` (" + COLUMNS.replace(",", " text,") + " text, PRIMARY KEY (`id`));\n"


def _row(number: int, up: str = "NULL", down: str = "NULL", state: int = 1, access: int = 1, category: int = 2) -> str:
    return f"({number},'Bài {number}','b','<p>Vườn ươm số {number}.</p>',{state},{access},{category},{up},{down})"


def _dump(rows: str, into: str = "`jos_content`", columns: str = "") -> str:
    return f"INSERT INTO {into} {columns} VALUES {rows};\n"


def _read(path: Path, content: str) -> list[str]:
    path.write_text(content, encoding="utf-8")
    return _titles(list(read_file(SourceFile(path, "dump"))))


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (TABLE + _dump(_row(1), "`csdl`.`jos_content`"), ["Bài 1"]),
        (TABLE + _dump(_row(1), "csdl.jos_content"), ["Bài 1"]),
        (TABLE + _dump(_row(1), "`csdl` . `jos_content`"), ["Bài 1"]),
        (TABLE.replace("`jos_content`", "`csdl`.`jos_content`") + _dump(_row(1)), ["Bài 1"]),
        (TABLE.replace("`", '"') + _dump(_row(1), '"csdl"."jos_content"'), ["Bài 1"]),
        (TABLE.replace("`", "") + _dump(_row(1), "jos_content"), ["Bài 1"]),
        (TABLE + _dump(_row(1).replace("'", '"')), ["Bài 1"]),
        (TABLE + _dump(_row(1).replace("'Bài 1'", '"Bài ""một"" 1\'"')), ["Bài \"một\" 1'"]),
        (TABLE + _dump(_row(1) + " ON DUPLICATE KEY UPDATE `title`=VALUES(`title`)") + _dump(_row(2)), None),
        (TABLE + _dump(_row(1, "'2099-01-01 00:00:00'") + "," + _row(2)), ["Bài 2"]),
        (TABLE + _dump(_row(1, down="'2001-01-01 00:00:00'") + "," + _row(2)), ["Bài 2"]),
        (TABLE + _dump(_row(1, "'0000-00-00 00:00:00'", "'0000-00-00 00:00:00'")), ["Bài 1"]),
        (TABLE + _dump(_row(1, access=7)), []),
        (TABLE + _dump(_row(1, state=-1)), ["Bài 1"]),
        ("\ufeff" + TABLE + _dump(_row(1)), ["Bài 1"]),
        (TABLE + _dump(_row(1))[:-2], ["Bài 1"]),
        (TABLE + _dump(_row(1) + "," + _row(2))[:-40], ["Bài 1"]),
    ],
    ids=[
        "schema", "schema unquoted", "spaces", "created with schema", "ansi quotes", "no quotes", "double quotes",
        "doubled quotes", "on duplicate", "later", "over", "never", "closed level", "old archive",
        "mark", "no semicolon", "cut off in a row",
    ],
)  # fmt: skip
def test_a_dump(tmp_path: Path, content: str, titles: list[str] | None) -> None:
    assert _read(tmp_path / "a.sql", content) == (["Bài 1", "Bài 2"] if titles is None else titles)


def test_sections_and_levels_decide_what_is_shown(tmp_path: Path) -> None:
    """A section that is not published hides what is in it and below it; a level of everybody is public."""
    other = (
        "INSERT INTO `jos_categories` (`id`,`parent_id`,`title`,`extension`,`published`,`access`) VALUES "
        "(2,1,'Tin','com_content',1,1),(3,2,'Cũ','com_content',0,1),(4,3,'Con','com_content',1,1),"
        "(5,1,'Kín','com_content',1,2);\n"
        "INSERT INTO `jos_viewlevels` (`id`,`title`,`rules`) VALUES (7,'Mọi người','[1]');\n"
    )
    rows = ",".join(_row(n, category=n) for n in (2, 3, 4, 5)) + "," + _row(7, access=7)
    assert _read(tmp_path / "a.sql", TABLE + _dump(rows) + other) == ["Bài 2", "Bài 7"]


def test_a_folder_of_mydumper(tmp_path: Path) -> None:
    """The rows of a table stand in a file of their own, its columns in another."""
    (tmp_path / "metadata").write_text("Started dump at: 2026-01-01", encoding="utf-8")
    (tmp_path / "csdl.jos_content-schema.sql").write_text(TABLE, encoding="utf-8")
    assert _read(tmp_path / "csdl.jos_content.00000.sql", _dump(_row(1).replace("'", '"'))) == ["Bài 1"]
    assert list(read_file(SourceFile(tmp_path / "csdl.jos_content-schema.sql", "s"))) == []
    (tmp_path / "metadata").unlink()  # it is not always handed on with the others
    assert _read(tmp_path / "csdl.jos_content.00001.sql", _dump(_row(2))) == ["Bài 2"]
    (tmp_path / "csdl.jos_content-schema.sql").unlink()
    (told,) = read_file(SourceFile(tmp_path / "csdl.jos_content.00001.sql", "s"))
    assert isinstance(told, Rejection) and "columns" in told.detail


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_a_folder_of_mydumper_that_is_packed(tmp_path: Path, kind: str) -> None:
    """The files of the folder tell of each other in an archive, too; one that is cut off is told."""
    folder = tmp_path / "sao-luu" / "csdl-2026"
    folder.mkdir(parents=True)
    (folder / "metadata").write_text("Started dump at: 2026-01-01", encoding="utf-8")
    (folder / "csdl.jos_content-schema.sql").write_text(TABLE, encoding="utf-8")
    (folder / "csdl-schema-create.sql").write_text("CREATE DATABASE `csdl`;\n", encoding="utf-8")
    (folder / "csdl.jos_content.00000.sql").write_text(_dump(_row(1)), encoding="utf-8")
    (folder / "csdl.jos_content.00001.sql").write_text(_dump(_row(2) + "," + _row(3))[:-30], encoding="utf-8")
    (folder / "tin.txt").write_text("Tin vườn ươm\nMột tin khác.", encoding="utf-8")
    packed = tmp_path / f"csdl.{kind}"
    shutil.make_archive(str(tmp_path / "csdl"), {"zip": "zip", "tar.gz": "gztar"}[kind], tmp_path / "sao-luu")
    found = list(read_file(SourceFile(packed, "csdl")))
    assert _titles(found) == ["Tin vườn ươm", "Bài 1", "Bài 2"]
    (told,) = (item for item in found if not isinstance(item, Article))
    assert told.origin == f"{packed}!/csdl-2026/csdl.jos_content.00001.sql" and "cut off" in told.detail


SET = "INSERT INTO jos_content SET id=1, title='Bài 1', introtext='<p>Vườn, ươm; nhé (1).</p>', state=1, access=1"
COPY = (
    "SET client_encoding = 'UTF8';\n\\restrict a1\nCREATE TABLE public.jos_content (\n    id integer NOT NULL,\n"
    "    title character varying(255) DEFAULT ''::character varying NOT NULL,\n    introtext text, state smallint\n);\n"
    "COPY public.jos_menu (id, title) FROM stdin;\n1\tTrang; chủ 'mới\n\\.\n\n"
    "COPY public.jos_content (id, title, introtext, state, publish_down) FROM stdin;\n"
    "1\tBài 1\t<p>Vườn ươm\\tcó \\\\ và; 'nháy.</p>\\n<p>Hết</p>\t1\t\\N\n2\tẨn\t<p>Kín</p>\t0\t\\N\n"
    "3\tBài 3\t<p>Rừng ngập mặn.</p>\t1\t\\N\n\\.\n\n"
)


@pytest.mark.parametrize(
    ("content", "titles", "cut"),
    [
        (SET + ";\n" + SET.replace("1", "2") + " ON DUPLICATE KEY UPDATE id=id;\n", ["Bài 1"], False),
        (SET.replace("title", "jos_content.title") + ";", ["Bài 1"], False),
        (SET + ";\n" + SET.replace("Bài 1", "Bài 2")[:-9], ["Bài 1"], True),
        (SET + ";\n" + SET[:60], ["Bài 1"], True),
        (COPY, ["Bài 1", "Bài 3"], False),
        (COPY.replace("\n", "\r\n"), ["Bài 1", "Bài 3"], False),
        (COPY + "INSERT INTO public.jos_content VALUES (4, 'Bài 4', '<p>Sen.</p>', 1);\n", None, False),
        (COPY[: COPY.index("Rừng")], ["Bài 1"], True),
        (COPY[: COPY.index("3\tBài 3")], ["Bài 1"], True),
        (COPY[: COPY.index(" FROM stdin;\n1\tBài")], [], True),
    ],
    ids=[
        "set", "set with its table", "set cut off", "set cut in a string", "copy", "copy of windows", "copy and insert",
        "copy cut in a row", "copy cut between rows", "copy cut in its head",
    ],
)  # fmt: skip
def test_a_dump_by_other_statements(read: Read, content: str, titles: list[str] | None, cut: bool) -> None:
    """`INSERT … SET` names each column beside its value, `COPY` of PostgreSQL lists rows between tabs."""
    found = read("a.sql", content)
    assert _titles(found) == (["Bài 1", "Bài 3", "Bài 4"] if titles is None else titles)
    assert any(isinstance(item, Rejection) and "cut off" in item.detail for item in found) == cut


def test_a_dump_in_utf_16(tmp_path: Path) -> None:
    """`mysqldump > a.sql` in PowerShell writes it."""
    path = tmp_path / "a.sql"
    path.write_text(TABLE + _dump(_row(1)), encoding="utf-16")
    assert _titles(list(read_file(SourceFile(path, "dump")))) == ["Bài 1"]


def _map(*addresses: str) -> bytes:
    listed = "".join(f"<url><loc>{one}</loc></url>" for one in addresses)
    return f'<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'.encode()


@pytest.mark.parametrize(
    "body",
    [
        _map(f"{SITE}a?x=1&y=2", f"{SITE}b"),
        b"\n" + _map(f"{SITE}a?x=1&amp;y=2", f"{SITE}b"),
        _map("/a?x=1&amp;y=2", "b"),
        f"{SITE}a?x=1&y=2\r\n\r\n{SITE}b\r\n".encode("utf-8-sig"),
        f"# sơ đồ\n/a?x=1&y=2\n{SITE}b".encode(),
        f"<rss><channel><item><link>{SITE}a?x=1&y=2</link></item><item><link>{SITE}b</link></item></channel></rss>".encode(),
    ],
    ids=["ampersand", "blank line", "relative", "text", "text with a remark", "feed"],
)
def test_site_maps(body: bytes) -> None:
    found = site_map(body, SITE, f"{SITE}sitemap.xml")
    assert [one.address for one in found.pages] == [f"{SITE}a?x=1&y=2", f"{SITE}b"]
    assert not found.cut_off


def test_a_site_map_that_is_cut_off_lists_what_it_has() -> None:
    found = site_map(_map(f"{SITE}a", f"{SITE}b")[:-30], SITE)
    assert (found.pages[0].address, found.cut_off) == (f"{SITE}a", True)


@pytest.mark.parametrize("body", [b"Not found", b"", b"<html><body>Kh\xc3\xb4ng c\xc3\xb3</body></html>"])
def test_what_is_no_site_map(body: bytes) -> None:
    with pytest.raises(BadListing):
        site_map(body, SITE)
