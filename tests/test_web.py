"""The fetcher meets the web as it is, and asks nobody whom it may not ask."""

from __future__ import annotations

import socket
import ssl
import tracemalloc
from collections.abc import Iterator

import pytest
from webserver import CERTIFICATE, STORY, Web, running

from explainer.authoring.web.client import SIZE, Client, NotFetched
from explainer.authoring.web.hosts import is_public, may_be_asked
from explainer.authoring.web.manners import Manners, TimeUp
from explainer.authoring.web.text import page_of
from explainer.text.encodings import encoding_of


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with running() as web:
        yield web


@pytest.fixture
def web(server: Web) -> Web:
    """The server, without a memory of earlier tests."""
    return server.forget()


def reason(web: Web, path: str, *, client: Client | None = None) -> str:
    """Why a page is not fetched."""
    with pytest.raises(NotFetched) as caught:
        (client or web.client(seconds=0.3)).get(web.url(path) if path.startswith("/") else path)
    return caught.value.reason


# --- who may be asked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
        ),
        *("192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "2001::1", "100::1"),
        *(
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
        ),
        *("64:ff9b:1::1", "2002:7f00:1::1", "2002:808:808::1", "fec0::1", "not an address", ""),
    ],
)
def test_an_address_that_nobody_may_ask(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450::1"])
def test_an_address_of_the_public_internet(address: str) -> None:
    assert is_public(address)


def test_ports_of_mail_and_of_databases_below_1024_are_not_asked() -> None:
    assert [port for port in (22, 25, 80, 110, 443, 445, 1023, 8080) if may_be_asked(("8.8.8.8", port))] == [
        80,
        443,
        8080,
    ]


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://good.test/", "file:///etc/passwd", "gopher://good.test/", "data:text/html,x", "javascript:alert(1)"),
        *("http://", "http:///story", "good.test", "", "http://[::1", "http://good.test:99999/"),
        *(
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://10.0.0.1/",
            "http://inside.test/",
        ),
        *("http://both.test/", "http://user:password@127.0.0.1/", "http://good.test\r\nX: y/", "http://good.test:22/"),
    ],
)
def test_an_address_that_is_refused_before_anybody_is_asked(web: Web, url: str) -> None:
    assert reason(web, url) == "forbidden"
    assert web.asked == []


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://localhost/"])
def test_this_machine_by_another_name_is_not_asked(web: Web, url: str) -> None:
    client = Client("test", Manners(clock=web.clock, sleep=web.sleep))  # with the system's own resolver
    assert reason(web, url, client=client) in ("forbidden", "no-host")


@pytest.mark.parametrize("path", ["/to-private", "/to-metadata", "/to-name", "/to-file", "/to-gopher", "/to-nonsense"])
def test_a_redirect_leads_nowhere_that_could_not_be_asked_directly(web: Web, path: str) -> None:
    assert reason(web, path) == "forbidden"
    assert web.asked == [("good.test", path)]


def test_a_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_the_second_time(web: Web) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    client = web.client()
    rebinding = Client(
        "test", client.manners, also={("127.0.0.1", web.port)}, resolver=lambda host, port: next(answers)
    )
    assert rebinding.get(web.url("/story", "rebind.test")).status == 200
    assert web.headers[0]["Host"] == f"rebind.test:{web.port}"
    assert reason(web, "/story", client=rebinding) == "forbidden"


def test_nothing_is_sent_but_who_asks(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    client = web.client()
    client.get(web.url("/cookies").replace("http://", "http://ada:secret@").replace("/cookies", "/story"))
    assert {name.title() for name in web.headers[0]} == {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
    }
    assert web.headers[0]["User-Agent"] == "test (+https://news.example.org/)"
    with pytest.raises(NotFetched):
        client.get(web.url("/cookies"))
    client.get(web.url("/story"))
    assert not any("Cookie" in headers or "Authorization" in headers for headers in web.headers)


# --- what servers do --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "why"),
    [
        *[("/loop", "redirects"), ("/itself", "redirects"), ("/chain/20", "redirects"), ("/cookies", "cookies")],
        *[("/silent", "too-slow"), ("/slow-head", "too-slow"), ("/garbage", "no-http"), ("/many", "no-http")],
        *[("http://nobody.invalid/", "no-host"), ("https://good.test:{port}/", "no-connection")],
    ],
)
def test_why_there_is_no_answer(web: Web, path: str, why: str) -> None:
    assert reason(web, path.format(port=web.port)) == why
    assert len(web.asked) <= 11


@pytest.mark.parametrize(
    ("path", "status"),
    [("/story", 200), ("/404", 404), ("/410", 410), ("/403", 403), ("/999", 999), ("/500", 500), ("/nowhere", 302),
     ("/chain/9", 200), ("/to-umlaut", 200), ("/429-silent", 429), ("/429-long", 429), ("/429-nonsense", 429)],
)  # fmt: skip
def test_an_answer_is_what_the_server_says(web: Web, path: str, status: int) -> None:
    assert web.client().get(web.url(path)).status == status
    assert web.times[path] == 1


def test_a_host_is_asked_with_pauses_and_others_meanwhile(web: Web) -> None:
    client = web.client()
    for path, host in (("/story", "one.test"), ("/404", "one.test"), ("/story", "two.test"), ("/410", "one.test")):
        client.get(web.url(path, host))
    assert web.slept == [1, 1]


@pytest.mark.parametrize(("path", "seconds"), [("/429-once", 30), ("/429-date", 20)])
def test_a_server_that_asks_for_patience_gets_it(web: Web, path: str, seconds: float) -> None:
    assert web.client().get(web.url(path)).status == 200
    assert web.slept == [seconds]


@pytest.mark.parametrize("path", ["/429-long", "/429-silent"])
def test_a_server_that_wants_to_be_left_alone_is(web: Web, path: str) -> None:
    client = web.client()
    assert client.get(web.url(path)).status == 429
    assert reason(web, "/story", client=client) == "left-alone"
    assert client.get(web.url("/story", "other.test")).status == 200
    assert web.slept == []


def test_a_server_that_cannot_be_reached_is_not_asked_for_each_of_its_pages(web: Web) -> None:
    client = web.client()
    reasons = [reason(web, f"http://nobody.invalid/{number}", client=client) for number in range(5)]
    assert reasons == ["no-host"] * 3 + ["left-alone"] * 2
    assert web.looked_up["nobody.invalid"] >= 3


def test_no_request_begins_when_the_time_is_up(web: Web) -> None:
    client = web.client(minutes=1 / 60)
    client.get(web.url("/story"))
    with pytest.raises(TimeUp):
        client.get(web.url("/404"))
    assert len(web.asked) == 1


def test_slow_bytes_take_no_longer_than_they_may(web: Web) -> None:
    answer = web.client(seconds=0.3).get(web.url("/slow"))
    assert answer.status == 200 and not answer.is_whole and answer.body.startswith(b"<title>Dam")


@pytest.mark.parametrize("path", ["/huge", "/bomb", "/bombs"])
def test_no_more_is_read_than_may_be_also_after_unpacking(web: Web, path: str) -> None:
    tracemalloc.start()
    answer = web.client().get(web.url(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(answer.body) <= SIZE and not answer.is_whole
    assert peak < 6 * SIZE


@pytest.mark.parametrize(("path", "is_whole"), [("/packed", True), ("/packed-wrong", False), ("/cut", False)])
def test_a_body_that_breaks_off_is_known_to(web: Web, path: str, is_whole: bool) -> None:
    answer = web.client().get(web.url(path))
    assert (answer.status, answer.is_whole) == (200, is_whole)


# --- certificates -----------------------------------------------------------------------------------------------------


def test_a_certificate_is_that_of_the_name_though_the_address_is_connected_to() -> None:
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    with running(tls=True) as web:
        url = f"https://secure.test:{web.port}/story"
        assert web.client(tls=trusting).get(url).body.decode() == STORY
        assert reason(web, url.replace("secure", "other"), client=web.client(tls=trusting)) == "certificate"
        assert reason(web, url, client=web.client()) == "certificate"
        assert len(web.asked) == 1


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/header", "/meta", "/utf-16", "/bom", "/lies"])
def test_a_page_is_read_in_its_encoding(web: Web, path: str) -> None:
    page = page_of(web.client().get(web.url(path)))
    assert page is not None and page.words.split() == ["Плотина", "прорвана", "ночью"]


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "unicode_escape", "utf-7", "hex", "undefined", "utf-8\0", "utf-8-sig", "", "../utf-8"]
)
def test_an_encoding_that_the_web_does_not_have_is_not_used(name: str) -> None:
    assert encoding_of(name) == ""


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "windows-1251", "ISO-8859-9", "koi8-r", "Shift_JIS", "gb18030"])
def test_an_encoding_of_the_web_is_one_that_python_has(name: str) -> None:
    assert "a".encode(encoding_of(name)) == b"a"


def test_what_calls_itself_latin_1_is_read_as_browsers_do(web: Web) -> None:
    page = page_of(web.client().get(web.url("/western")))
    assert page is not None and page.words.strip() == "“Die Mühle” – stand"


def test_words_are_those_that_readers_see(web: Web) -> None:
    html = (
        "<title> A\n dam </title><style>p {}</style><script>var a</script><p>The <b>d</b>am broke<p>at night"
        "<!-- no --><noscript>no</noscript><ul><li>one<li>two</ul>end"
    )
    web.pages["/words"] = (200, {}, html.encode())
    page = page_of(web.client().get(web.url("/words")))
    assert page is not None and page.title == "A dam"
    assert page.words.split() == ["The", "dam", "broke", "at", "night", "one", "two", "end"]


def test_a_page_that_nests_without_end_says_nothing(web: Web) -> None:
    page = page_of(web.client().get(web.url("/deep")))
    assert page is not None and page.words.strip() == ""


def test_a_picture_has_no_words(web: Web) -> None:
    assert page_of(web.client().get(web.url("/picture"))) is None


def test_the_systems_resolver_is_asked_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def getaddrinfo(host: str, port: int, **options: object) -> list[tuple[object, ...]]:
        asked.append((host, port))
        return [(2, 1, 6, "", ("10.0.0.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(NotFetched) as caught:
        Client("test", Manners()).get("https://news.example.org/")
    assert caught.value.reason == "forbidden" and asked == [("news.example.org", 443)]
