"""The pages through real HTTP, read as a browser without JavaScript reads them."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import lxml.html
import pytest


def _page(get, path, status=200):
    reply = get(path)
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.fromstring(reply.text)


def _texts(page, selector):
    return [" ".join(e.text_content().split()) for e in page.xpath(selector)]


def _link(page, text):
    links = [a for a in page.xpath("//a") if text in " ".join(a.text_content().split())]
    assert links, f"no link says {text!r}"
    return links[0].get("href")


def _query(address):
    return parse_qs(urlsplit(address).query)


EVERY_PAGE = ["/", "/?q=h%E1%BB%99i+th%E1%BA%A3o", "/?q=zzzzzz", "/?kind=x", "/articles/danh-dau", "/nothing"]


@pytest.mark.parametrize("path", EVERY_PAGE)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_has_its_frame(get, path, lang):
    page = lxml.html.fromstring(get(f"{path}{'&' if '?' in path else '?'}lang={lang}").text)
    assert page.get("lang") == lang
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main")) == len(page.xpath("//header")) == len(page.xpath("//footer")) == 1
    assert page.xpath("//body/a[1]/@href") == ["#main"]
    assert all(page.xpath(f"//label[@for='{i}']") for i in page.xpath("//input[not(@type='hidden')]/@id"))
    assert not page.xpath("//script[not(@src or @type='application/ld+json')] | //style | //@style | //@onclick")
    loaded = page.xpath("//link[@rel!='canonical']/@href | //script/@src | //img/@src | //form/@action")
    assert [address for address in loaded if not address.startswith("/")] == []
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", [*EVERY_PAGE, "/static/style.css", "/api/v1/search", "/healthz"])
def test_every_response_has_the_security_headers(get, path):
    headers = get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_home_tells_what_is_in_the_index(get):
    page = _page(get, "/")
    assert "22 bài viết" in _texts(page, "//ul[@class='counts']/li")
    assert page.xpath("//form[@role='search']//input[@name='q'][@autofocus]")


def test_results_show_title_date_source_and_marks(get):
    page = _page(get, "/?q=phan+bien")
    assert _texts(page, "//h1") == ["Kết quả cho “phan bien”"]
    assert "16/10/2020" in _texts(page, "//ol[@class='hits']//time")
    assert page.xpath("//time/@datetime")[0] in {"2020-10-16", "2020-08"}
    assert "vusta.vn" in " ".join(_texts(page, "//p[@class='meta']"))
    assert any("phản" in m for m in _texts(page, "//p[@class='snippet']//mark"))
    href = _link(page, "Giao ban Liên hiệp Hội")
    assert href.startswith("/articles/tin/2020%20giao-ban@vusta?q=")
    assert get(href).status == 200


def test_facets_add_and_chips_remove_one_by_one(get):
    page = _page(get, "/?q=h%E1%BB%99i+th%E1%BA%A3o&sort=newest")
    narrowed = _link(page, "Bản tin khoa học")
    assert _query(narrowed) == {"q": ["hội thảo"], "sort": ["newest"], "source": ["Bản tin khoa học"]}
    page = _page(get, narrowed)
    year = page.xpath("//aside//a[starts-with(normalize-space(), '2018')]/@href")[0]
    assert _query(year)["from"] == _query(year)["to"] == ["2018"]
    page = _page(get, year)
    assert _texts(page, "//div[@class='active']//li") == ["Thời gian: 2018 ×", "Bản tin khoa học ×", "Bỏ tất cả bộ lọc"]
    without_year = page.xpath("//div[@class='active']//li[1]/a/@href")[0]
    assert _query(without_year) == {"q": ["hội thảo"], "sort": ["newest"], "source": ["Bản tin khoa học"]}


def test_a_new_query_keeps_the_filters_of_the_form(get):
    page = _page(get, "/?q=a&kind=article&source=vusta.vn&source=B%C3%A1o&from=2020-01&lang=en&size=20&page=2")
    form = page.xpath("//form[@role='search']")[0]
    sent = [(n, v) for n, v in form.form_values() if v]
    sent += [(one.name, one.value) for one in page.xpath("//*[@form='search'][@name]") if one.value]
    filters = [("kind", "article"), ("source", "vusta.vn"), ("source", "Báo"), ("from", "2020-01")]
    kept = [("q", "a"), ("sort", "relevance"), ("lang", "en"), ("size", "20")]
    assert sorted(sent) == sorted(filters + kept)


def test_pages_lead_on_and_back(get):
    page = _page(get, "/?q=h%E1%BB%99i+th%E1%BA%A3o&size=5")
    assert "Kết quả 1–5 trong tổng số 14." in " ".join(_texts(page, "//p[@class='range']"))
    following = page.xpath("//a[@rel='next']/@href")[0]
    second = _page(get, following)
    assert "Kết quả 6–10" in " ".join(_texts(second, "//p[@class='range']"))
    assert _query(second.xpath("//a[@rel='prev']/@href")[0]) == {"q": ["hội thảo"], "size": ["5"]}
    assert second.xpath("//ol[@class='hits']/@start") == ["6"]


def test_past_the_reach_a_page_says_so_and_leads_back(get):
    page = _page(get, "/?q=h%E1%BB%99i+th%E1%BA%A3o&page=9999")
    assert "10.000 kết quả đầu" in " ".join(_texts(page, "//p[@class='note']"))
    assert _query(_link(page, "Về trang đầu")) == {"q": ["hội thảo"]}


def test_an_empty_result_helps(get):
    page = _page(get, "/?q=zzzzzz&source=vusta.vn")
    assert _texts(page, "//h2[contains(., 'Không tìm thấy')]")
    assert _query(_link(page, "Bỏ tất cả bộ lọc")) == {"q": ["zzzzzz"]}


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ("from=31/2/2020", "Từ ngày: vui lòng ghi năm (2020), tháng (10/2020) hoặc ngày (16/10/2020) có trên lịch."),
        ("page=0&lang=en", "Page: must be a whole number from 1 to 10,000."),
        ("size=1000", "Số kết quả mỗi trang: phải là số nguyên từ 1 đến 100."),
        (f"q={'a' * 1001}", "Từ khóa: dài 1.001 ký tự, tối đa là 1.000. Vui lòng rút ngắn lại."),
    ],
)
def test_a_bad_filter_is_told_in_the_language_of_the_page(get, parameters, sentence):
    page = _page(get, f"/?{parameters}", 400)
    assert sentence in _texts(page, "//main//li")


def test_what_was_typed_wrong_stays_in_its_field(get):
    page = _page(get, "/?q=a&from=31/2/2020", 400)
    assert page.xpath("//input[@name='from']/@value") == ["31/2/2020"]


def test_the_language_switch_keeps_everything_else(get):
    switch = _page(get, "/?q=a&source=vusta.vn&page=2").xpath("//a[@class='switch']")[0]
    assert (switch.get("lang"), _query(switch.get("href"))) == (
        "en",
        {"q": ["a"], "source": ["vusta.vn"], "page": ["2"], "lang": ["en"]},
    )
    back = _page(get, switch.get("href")).xpath("//a[@class='switch']/@href")[0]
    assert "lang" not in _query(back)


def test_links_keep_english(get):
    page = _page(get, "/?q=h%E1%BB%99i&lang=en")
    inside = [a for a in page.xpath("//main//a/@href | //a[@class='brand']/@href") if not a.startswith("#")]
    assert inside
    assert [a for a in inside if _query(a).get("lang") != ["en"]] == []


def test_an_article_page(get):
    page = _page(get, "/articles/tin/2020%20giao-ban@vusta?q=phan+bien")
    details = " ".join(_texts(page, "//dl"))
    assert "16/10/2020 (theo thông tin kèm bài)" in details
    assert "Cao Hồng Kỳ" in details
    source = page.xpath("//dl//a")[0]
    assert source.get("href") == "https://vusta.example/giao-ban?x=1&y=2"
    assert "noopener" in source.get("rel")
    assert len(page.xpath("//div[@class='text']/p")) == 3
    assert page.xpath("//div[@class='text']//mark")
    assert _query(_link(page, "Quay lại kết quả")) == {"q": ["phan bien"]}


def test_a_directive_page_shows_who_cites_it(get):
    results = _page(get, "/?q=42-CT%2FTW&kind=directive&lang=en")
    page = _page(get, results.xpath("//ol[@class='hits']//h2/a/@href")[0])
    assert "42-CT/TW" in _texts(page, "//h1")[0]
    assert _query(_link(page, "Giao ban Liên hiệp Hội"))["lang"] == ["en"]
    assert page.xpath("//p[@class='snippet']/mark")
    citing = _page(get, page.xpath("//dl//a/@href")[0])
    assert len(citing.xpath("//ol[@class='hits']/li")) == 1


def test_documents_and_queries_with_markup_are_text(get):
    page = _page(get, f"/articles/danh-dau?q={quote('<img src=x onerror=1>')}")
    assert _texts(page, "//h1") == ["Thẻ <script>alert('x')</script> & \"ngoặc\" trong tiêu đề"]
    assert not page.xpath("//main//script | //main//b | //main//i | //main//img")
    results = _page(get, f"/?q={quote('<script>alert(1)</script>')}&source={quote(chr(34) + '><b>')}")
    assert not results.xpath("//script[not(@src)] | //b")


def test_a_source_link_that_is_no_web_address_is_no_link(get):
    page = _page(get, f"/articles/{quote('50%#?&=+ ệ', safe='')}")
    assert not page.xpath("//dl//a")
    assert "javascript:" not in get(f"/articles/{quote('50%#?&=+ ệ', safe='')}").text


def test_what_is_not_there_is_told_kindly(get):
    page = _page(get, "/articles/none", 404)
    assert "Không tìm thấy trang" in page.text_content()
    assert page.xpath("//form[@role='search']")


def test_a_page_unchanged_is_not_sent_twice(get):
    tag = get("/?q=a").headers["etag"]
    assert get("/?q=a", headers={"If-None-Match": tag}).status == 304
    assert get("/?q=a&lang=en", headers={"If-None-Match": tag}).status == 200


def test_without_an_index_the_page_says_so(get_empty):
    for path in ("/", "/?q=a", "/articles/x"):
        assert "tracuu reindex" in _page(get_empty, path, 503).text_content()
        assert int(get_empty(path).headers["retry-after"]) > 0


def test_the_results_page_is_light(get):
    reply = get("/?q=h%E1%BB%99i+th%E1%BA%A3o&size=10")
    style = get(lxml.html.fromstring(reply.text).xpath("//link[@rel='stylesheet']/@href")[0])
    assert len(reply.body) + len(style.body) < 100_000
    assert "max-age=31536000" in style.headers["cache-control"]


def test_an_article_links_to_the_directives_and_people_in_it(get):
    page = _page(get, "/articles/tin/2020%20giao-ban@vusta")
    (mention,) = page.xpath("//div[@class='text']//a[@class='mention']")
    assert mention.text_content() == "Chỉ thị số 42-CT/TW"
    assert _texts(page, "//section[@class='mentioned']/h2") == ["Văn bản được nhắc đến"]
    (listed,) = page.xpath("//section[@class='mentioned']//a")
    assert listed.get("href") == mention.get("href")
    assert "Chỉ thị số 42-CT/TW" in _texts(_page(get, mention.get("href")), "//h1")


def test_home_shows_what_is_new_and_most_cited_and_examples_that_find_something(get):
    page = _page(get, "/?lang=en")
    headings = _texts(page, "//div[@class='overview']//h2")
    assert headings[:2] == ["Newest", "Most cited documents"]
    dates = page.xpath("//div[@class='overview']/section[1]//time/@datetime")
    assert len(dates) == 5 and dates == sorted(dates, reverse=True)
    for example in page.xpath("//p[@class='examples']/a"):
        assert get("/api/v1/search?" + urlsplit(example.get("href")).query.replace("&lang=en", "")).json()["total"] > 0


def test_results_by_year_are_bars_that_narrow_the_search(get):
    page = _page(get, "/?q=hoi+thao")
    bars = page.xpath("//figure[@class='by-year']//a")
    labels = [bar.get("aria-label") for bar in bars]
    assert labels[0] == "2006: 1 kết quả"
    assert _query(bars[0].get("href")) == {"q": ["hoi thao"], "from": ["2006"], "to": ["2006"]}
    assert not _page(get, "/?q=hoi+thao&from=2006&to=2006").xpath("//figure[@class='by-year']"), "one year is no chart"


def test_a_hit_shows_what_it_cites_and_narrows_by_it(get):
    page = _page(get, "/?q=giao+ban")
    (chip,) = page.xpath("//ul[@class='mentions']//a")
    assert chip.text_content() == "Chỉ thị số 42-CT/TW"
    narrowed = _page(get, chip.get("href"))
    assert _texts(narrowed, "//ul[@class='chips']//bdi") == ["Chỉ thị số 42-CT/TW"]


def test_a_directive_shows_its_passages_by_year(get):
    page = _page(get, get("/api/v1/directives").json()["results"][0]["url"])
    assert _texts(page, "//li[@class='year']") == ["2020"]


def test_an_article_says_how_to_cite_it(get):
    page = _page(get, "/articles/tin/2020%20giao-ban@vusta")
    assert _texts(page, "//p[@id='citation']") == [
        "Cao Hồng Kỳ, “Giao ban Liên hiệp Hội các tỉnh miền núi phía Bắc”, vusta.vn, 16/10/2020. "
        "https://vusta.example/giao-ban?x=1&y=2"
    ]


@pytest.mark.parametrize(
    ("lang", "also", "matched"),
    [("vi", "Tìm cả: KHKT → khoa học", "dạng viết khác"), ("en", "Also looked for: KHKT →", "another form")],
)
def test_a_page_says_what_else_was_looked_for_and_why_each_hit_matched(get, lang, also, matched):
    page = _page(get, f"/?q=KHKT&lang={lang}")
    assert _texts(page, "//p[@class='also']")[0].startswith(also)
    assert _query(page.xpath("//p[@class='also']/a/@href")[0])["exact"] == ["1"]
    lines = _texts(page, "//p[@class='matched']")
    assert len(lines) == len(page.xpath("//article"))
    assert all(matched in line for line in lines), "no text has KHKT, so each is there for its long form"
    assert not page.xpath("//details[@class='why']"), "the parts of the score only with explain=1"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/none", "Không tìm thấy trang"),
        ("/articles/none?lang=en", "Page not found"),
        ("/?from=31/2/2020", "Yêu cầu tìm kiếm chưa đúng"),
        ("/?q=%22phan+bien%22", 'Kết quả cho "phan bien"'),
    ],
    ids=["no such page", "in English", "a date that is none", "quotes are not doubled"],
)
def test_a_page_is_headed_by_what_it_is(get, path, heading):
    assert _texts(lxml.html.fromstring(get(path).text), "//h1") == [heading]


def test_examples_on_the_home_page_have_accents_and_find_something(get):
    links = _page(get, "/").xpath("//p[@class='examples']/a")
    assert len(links) >= 2
    for link in links:
        assert not link.text_content().isascii()
        assert _page(get, link.get("href")).xpath("//ol[@class='hits']"), link.text_content()
