"""What the script adds, in a real browser: suggestions, keys, the way through the marks of an article."""

from __future__ import annotations

from tests.webui.pages.accessibility import axe_faults

ARTICLE = "/articles/hoi-thao-01?q=khoa+hoc"


def typed(page, text):
    page.locator("#q").press_sequentially(text)
    page.locator("[role=option]").first.wait_for()


def chosen(page):
    return page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent ?? ''"
    )


def test_suggestions_come_while_one_types_in_any_accents(open_page):
    page = open_page("/")
    typed(page, "giao ban lien h")
    field = page.get_by_role("combobox", name="Từ khóa")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("listbox", name="Gợi ý").is_visible()
    group = page.get_by_role("group", name="Bài viết")
    assert group.get_by_role("option").first.inner_text() == "Giao ban Liên hiệp Hội các tỉnh miền núi phía Bắc"


def test_kinds_stand_in_groups(open_page):
    page = open_page("/")
    typed(page, "42")
    assert page.get_by_role("group", name="Văn bản").get_by_role("option").all_inner_texts() == ["Chỉ thị số 42-CT/TW"]


def test_organisations_are_suggested_too(open_page):
    page = open_page("/")
    typed(page, "bao phu tho")
    names = page.get_by_role("group", name="Tổ chức").get_by_role("option").all_inner_texts()
    assert names == ["Báo Phú Thọ"]


def test_suggestions_are_chosen_by_keyboard(open_page):
    page = open_page("/")
    typed(page, "hoi thao")
    first, second = page.locator("[role=option]").all_inner_texts()[:2]
    page.keyboard.press("ArrowDown")
    assert chosen(page) == first
    page.keyboard.press("ArrowDown")
    assert chosen(page) == second
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert chosen(page) == "", "above the first is the field itself"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    assert page.locator("h1").inner_text() == first


def test_enter_without_a_choice_searches_what_was_typed(open_page):
    page = open_page("/")
    typed(page, "hoi thao")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=hoi+thao")


def test_escape_also_stops_what_was_asked_for(open_page):
    page = open_page("/")
    typed(page, "hoi th")
    held = []
    page.route("**/api/v1/suggest*", lambda route: held.append(route))
    with page.expect_request("**/api/v1/suggest*"):
        page.locator("#q").press_sequentially("ao")
    page.keyboard.press("Escape")
    for route in held:
        route.fulfill(json={"suggestions": [{"kind": "article", "text": "Hội thảo", "url": "/articles/x"}]})
    page.wait_for_timeout(200)
    assert page.locator("#q").get_attribute("aria-expanded") == "false"
    assert not page.locator("[role=listbox]").is_visible()


def test_escape_closes_the_list_and_keeps_the_words(open_page):
    page = open_page("/")
    typed(page, "hoi thao")
    page.keyboard.press("Escape")
    assert not page.locator("[role=listbox]").is_visible()
    assert page.locator("#q").input_value() == "hoi thao"
    assert page.locator("#q").get_attribute("aria-expanded") == "false"


def test_a_click_opens_a_suggestion_in_the_language_of_the_page(open_page):
    page = open_page("/?lang=en")
    typed(page, "giao ban")
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/articles/**")
    assert page.locator("html").get_attribute("lang") == "en"


def test_open_suggestions_have_no_accessibility_fault(open_page):
    page = open_page("/?q=x")
    page.locator("#q").fill("")
    typed(page, "hoi thao")
    page.keyboard.press("ArrowDown")
    assert axe_faults(page) == ""


def test_slash_leads_to_the_field_and_j_and_k_through_the_hits(open_page):
    page = open_page("/?q=hoi+thao")
    titles = page.locator(".hit h2 a").all_inner_texts()
    for key, title in (("j", titles[0]), ("j", titles[1]), ("k", titles[0]), ("k", titles[0])):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.innerText") == title
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j/?")
    assert page.locator("#q").input_value() == "j/?", "in the field a key is a letter"


def test_question_mark_shows_the_keys_and_escape_hides_them(open_page):
    page = open_page("/")
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Phím tắt").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="Phím tắt").click()
    assert page.get_by_role("dialog").is_visible()


def test_the_matches_of_an_article_are_gone_through_one_by_one(open_page):
    page = open_page(ARTICLE, width=360)
    count = page.locator(".article mark").count()
    assert page.locator(".marks output").inner_text() == f"{count} vị trí tìm thấy trong bài"
    page.get_by_role("button", name="Sau").click()
    assert page.locator(".marks output").inner_text() == f"Vị trí 1/{count}"
    page.keyboard.press("p")
    assert page.locator(".marks output").inner_text() == f"Vị trí {count}/{count}"
    assert page.locator("mark.current").count() == 1


def test_an_article_without_matches_has_no_bar(open_page):
    assert not open_page("/articles/hoi-thao-01").locator(".marks").is_visible()


def test_without_the_script_nothing_of_it_is_seen(open_page):
    page = open_page(ARTICLE, java_script_enabled=False)
    assert not page.locator(".marks").is_visible()
    assert not page.locator("[data-opens]").is_visible()
    assert page.locator("#q").get_attribute("role") is None
