"""A page as a browser without scripts has it: parsed strictly, looked over, its forms ready to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from reporting.domain.languages import INTERFACE, direction

Typed = Mapping[str, str | Sequence[str]]
_CONTROLS = ("input", "select", "textarea")
_UNLABELLED = ("hidden", "submit", "button", "image")


def words(element: Element) -> str:
    """The text of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())


def has_class(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


class Form:
    """One form of a page. Only what a person could type, choose or press can be sent with it."""

    def __init__(self, element: Element, page_url: str) -> None:
        self.element = element
        self.method = element.get("method", "get").lower()
        self.url = urljoin(page_url, element.get("action") or page_url)

    @property
    def controls(self) -> list[Element]:
        """Everything with a name that is not shut, in the page's order."""
        return [
            each for each in self.element.iter()
            if each.tag in (*_CONTROLS, "button") and each.get("name") and each.get("disabled") is None
        ]  # fmt: skip

    def named(self, name: str) -> list[Element]:
        return [each for each in self.controls if each.get("name") == name]

    def value(self, name: str) -> str:
        """What one field holds; '' where nothing is chosen."""
        return next((value for key, value in self._present() if key == name), "")

    def values(self, name: str) -> list[str]:
        return [value for key, value in self._present() if key == name]

    def buttons(self) -> list[tuple[str, str]]:
        """(name, value) of each button that sends the form."""
        return [
            (each.get("name", ""), each.get("value", "")) for each in self.element.iter("button")
            if each.get("type", "submit") == "submit"
        ]  # fmt: skip

    def sent(self, typed: Typed, button: str = "") -> list[tuple[str, str]]:
        """What goes out when `typed` is filled in and the button `name=value` is pressed."""
        for name in typed:
            assert self.named(name), f"nothing on this form is called {name}"
        pairs = [pair for pair in self._present() if pair[0] not in typed]
        for name, told in typed.items():
            controls = self.named(name)
            chosen = [told] if isinstance(told, str) else list(told)
            self._must_offer(controls, chosen)
            # The strings of a table are told as a whole, with the ids of its rows among them.
            hidden = [each for each in controls if each.get("type") == "hidden"]
            always = [each.get("value", "") for each in hidden if len(chosen) < len(controls)]
            pairs += [(name, re.sub(r"\r?\n", "\r\n", each)) for each in (*always, *chosen)]
        if button:
            pressed = tuple(button.split("=", 1))
            assert pressed in self.buttons(), f"no button {button} among {self.buttons()}"
            pairs.append((pressed[0], pressed[1]))
        return pairs

    def _must_offer(self, controls: Sequence[Element], chosen: Sequence[str]) -> None:
        for control in controls:
            assert control.get("readonly") is None, f"{control.get('name')} cannot be changed"
        if any(each.get("type") in ("radio", "checkbox") for each in controls):
            offered = {each.get("value", "on") for each in controls}
            assert set(chosen) <= offered, f"{chosen} is not offered among {offered}"
        elif controls[0].tag == "select":
            offered = {each.get("value", words(each)) for each in controls[0].iter("option")}
            assert set(chosen) <= offered, f"{chosen} is not offered among {offered}"

    def _present(self) -> Iterator[tuple[str, str]]:
        for each in self.controls:
            name = each.get("name", "")
            if each.tag == "textarea":
                yield name, re.sub(r"\r?\n", "\r\n", each.text or "")
            elif each.tag == "select":
                options = list(each.iter("option"))
                chosen = [option for option in options if option.get("selected") is not None] or options[:1]
                yield from ((name, option.get("value", words(option))) for option in chosen)
            elif each.get("type") in ("radio", "checkbox"):
                if each.get("checked") is not None:
                    yield name, each.get("value", "on")
            elif each.tag == "input" and each.get("type") not in ("submit", "button"):
                yield name, each.get("value", "")


class Page:
    """An HTML page that was fetched. Making one fails where the markup is not sound."""

    def __init__(self, url: str, status: int, html: str) -> None:
        self.url, self.status, self.html = url, status, html
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, tag: str, class_: str = "") -> list[Element]:
        return [each for each in self.root.iter(tag) if not class_ or has_class(each, class_)]

    @property
    def main(self) -> Element:
        return self.all("main")[0]

    @property
    def heading(self) -> str:
        return words(self.all("h1")[0])

    @property
    def text(self) -> str:
        """All words of the main part, side column included."""
        return " ".join(words(each) for each in (*self.all("main"), *self.all("aside")))

    def by_id(self, id: str) -> Element:
        found = [each for each in self.root.iter() if each.get("id") == id]
        assert found, f"nothing with id {id} on {self.url}"
        return found[0]

    def has_id(self, id: str) -> bool:
        return any(each.get("id") == id for each in self.root.iter())

    def links(self, part: str = "") -> list[str]:
        """Addresses of the links whose address holds `part`, as paths."""
        found = [urljoin(self.url, each.get("href", "")) for each in self.all("a") if part in each.get("href", "")]
        return list(dict.fromkeys(found))

    def link(self, part: str) -> str:
        """The one address that ends with `part`, or else the first that holds it."""
        found = self.links(part)
        assert found, f"no link with {part} on {self.url}"
        return next((each for each in found if each.endswith(part)), found[0])

    def form(self, part: str = "", **held: str) -> Form:
        """The form of the main part or side column whose address holds `part`, and whose fields hold these values."""
        places = [*self.all("main"), *self.all("aside")]
        forms = [Form(each, self.url) for place in places for each in place.iter("form")]
        found = [
            each for each in forms
            if part in urlsplit(each.url).path and all(each.value(name) == value for name, value in held.items())
        ]  # fmt: skip
        assert found, f"no form to {part or 'anywhere'} on {self.url}: {[each.url for each in forms]}"
        return found[0]

    def has_form(self, part: str) -> bool:
        return any(part in urlsplit(Form(each, self.url).url).path for each in self.all("form"))

    def errors(self) -> dict[str, str]:
        """Id of the control → sentence, of the summary on top; each of them leads somewhere."""
        if not self.has_id("errors"):
            return {}
        links = self.by_id("errors").iter("a")
        return {each.get("href", "")[1:]: words(each) for each in links}

    def notices(self, kind: str = "") -> list[str]:
        return [words(each) for each in self.all("div", "notice") if not kind or has_class(each, kind)]


def faults(page: Page) -> list[str]:
    """What every page must have and may not have; one sentence for each fault."""
    return [*_head_faults(page), *_name_faults(page), *_form_faults(page), *_script_faults(page)]


def look_over(page: Page) -> None:
    found = faults(page)
    assert not found, f"{page.url} ({page.status}):\n" + "\n".join(found)


def _head_faults(page: Page) -> Iterator[str]:
    headings = page.all("h1")
    if len(headings) != 1 or not words(headings[0]):
        yield f"{len(headings)} headings h1"
    titles = page.all("title")
    if len(titles) != 1 or not words(titles[0]):
        yield "no title"
    elif headings and " · " not in words(titles[0]):
        yield f"the title {words(titles[0])!r} does not name the site"
    if len(page.all("main")) != 1:
        yield f"{len(page.all('main'))} elements main"
    language = urlsplit(page.url).path.split("/")[1]
    if language in INTERFACE and (page.root.get("lang"), page.root.get("dir")) != (language, direction(language)):
        yield f"lang {page.root.get('lang')} and dir {page.root.get('dir')}"
    level = 1  # the list of errors stands before the heading
    for each in page.root.iter():
        if isinstance(each.tag, str) and re.fullmatch(r"h[1-6]", each.tag):
            if int(each.tag[1]) > level + 1:
                yield f"heading {words(each)!r} skips a level"
            level = int(each.tag[1])


def _name_faults(page: Page) -> Iterator[str]:
    ids = [each.get("id") for each in page.root.iter() if each.get("id") is not None]
    yield from (f"id {each!r} twice or empty" for each in set(ids) if ids.count(each) > 1 or not each)
    for each in page.root.iter():
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "data-words"):
            lost = set(each.get(name, "").split()) - set(ids)
            if lost:
                yield f"{each.tag} points by {name} to {', '.join(lost)}, which is not there"
        href = each.get("href", "")
        if each.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"a link leads to {href}, which is not there"
        if each.tag == "a" and not words(each) and not each.get("aria-label"):
            yield f"a link to {href} without words"
        if each.get("lang") is not None and not each.get("lang"):
            yield f"{each.tag} with an empty lang"


def _wants_label(each: Element) -> bool:
    """A control that is shut is for scripts alone."""
    return each.tag in _CONTROLS and each.get("type") not in _UNLABELLED and each.get("disabled") is None


def _form_faults(page: Page) -> Iterator[str]:
    labelled = {each.get("for") for each in page.all("label")}
    for each in page.root.iter():
        if _wants_label(each) and not _has_label(page, each, labelled):
            yield f"{each.tag} {each.get('name')} has no label"
        if each.tag == "button" and not words(each) and not each.get("aria-label"):
            yield "a button without words"
    for element in page.all("form"):
        form = Form(element, page.url)
        if form.method == "post" and not form.value("csrf_token"):
            yield f"the form to {form.url} has no token"
        if form.method == "post" and urlsplit(form.url).netloc != urlsplit(page.url).netloc:
            yield f"a form posts to {form.url}"
        if form.method == "get" and form.named("csrf_token"):
            yield f"the form to {form.url} shows its token in the address"


def _has_label(page: Page, control: Element, labelled: set[str | None]) -> bool:
    if control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby"):
        return True
    parent = page.parents.get(control)
    while parent is not None and parent.tag != "label":
        parent = page.parents.get(parent)
    return parent is not None


def _script_faults(page: Page) -> Iterator[str]:
    for each in page.root.iter():
        for name in each.attrib:
            if isinstance(name, str) and (name == "style" or name.startswith("on")):
                yield f"{each.tag} with {name}="
        if each.tag == "style" or (each.tag == "script" and (words(each) or not each.get("src"))):
            yield f"{each.tag} in the page"
        if each.get("href", "").lower().startswith(("javascript:", "data:")):
            yield f"{each.tag} leads to {each.get('href')}"
