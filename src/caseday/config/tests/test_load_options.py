import stat
from pathlib import Path

import pytest

from caseday.config.databases import database_from, email_from, text_gateway_from
from caseday.config.options import ConfigurationError, Options, load_options, secret_key


def problems_of(environ: dict[str, str]) -> str:
    with pytest.raises(ConfigurationError) as raised:
        load_options(environ)
    return str(raised.value)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def place(here: Path) -> dict[str, str]:
    return {"CASEDAY_DATA_DIR": str(here)}


def test_it_is_closed_to_the_outside_unless_told_otherwise(place: dict[str, str]) -> None:
    options = load_options(place)
    assert options.is_loopback
    assert not options.debug
    assert options.hosts == ["127.0.0.1", "localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    "extra", [{"CASEDAY_ADDRESS": "0.0.0.0"}, {"CASEDAY_ALLOWED_HOSTS": "caseday.example.org"}]
)
def test_an_address_or_a_name_that_others_reach_is_not_loopback(
    place: dict[str, str], extra: dict[str, str]
) -> None:
    assert not load_options(place | extra).is_loopback


def test_an_unknown_key_is_named_with_the_one_that_was_meant(place: dict[str, str]) -> None:
    said = problems_of(place | {"CASEDAY_ALOWED_HOSTS": "x"})
    assert said == "CASEDAY_ALOWED_HOSTS: there is no such key. Did you mean allowed_hosts?"


def test_an_unknown_key_that_is_like_none_lists_what_there_is(place: dict[str, str]) -> None:
    assert "Known: data_dir, " in problems_of(place | {"CASEDAY_XYZZY": "1"})


def test_a_wrong_value_in_the_file_is_named_with_file_and_key(here: Path, place: dict[str, str]) -> None:
    (here / "caseday.toml").write_text('port = "eighty"\n')
    said = problems_of(place)
    assert f"{here}/caseday.toml: port: " in said
    assert "integer" in said


def test_every_problem_is_told_at_once(place: dict[str, str]) -> None:
    said = problems_of(place | {"CASEDAY_PORT": "0", "CASEDAY_DATABASE_URL": "mysql://x"})
    assert "CASEDAY_PORT: " in said
    assert "CASEDAY_DATABASE_URL: begin it with sqlite:/// or postgresql://" in said


def test_the_environment_wins_over_the_file(here: Path, place: dict[str, str]) -> None:
    (here / "caseday.toml").write_text("port = 8100\nworkers = 4\n")
    options = load_options(place | {"CASEDAY_PORT": "8200"})
    assert (options.port, options.workers) == (8200, 4)


def test_a_file_that_is_no_toml_is_said_to_be_none(here: Path) -> None:
    (here / "broken.toml").write_text("port 8100")
    assert "this is not TOML" in problems_of({"CASEDAY_CONFIG": str(here / "broken.toml")})


def test_a_file_that_is_not_there_is_named(here: Path) -> None:
    assert problems_of({"CASEDAY_CONFIG": "gone.toml"}) == "CASEDAY_CONFIG: there is no file gone.toml"


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"CASEDAY_DEBUG": "1", "CASEDAY_ADDRESS": "0.0.0.0"}, "debug: shows the inside"),
        ({"CASEDAY_TLS_KEY": "none.pem"}, "CASEDAY_TLS_KEY: there is no file none.pem"),
        ({"CASEDAY_LITESTREAM_TARGET": "bucket"}, "CASEDAY_LITESTREAM_TARGET: write it as a URL"),
        (
            {"CASEDAY_LITESTREAM_TARGET": "s3://b/p", "CASEDAY_DATABASE_URL": "postgresql://h/n"},
            "litestream_target: copies SQLite",
        ),
    ],
)
def test_what_cannot_go_together_is_refused(place: dict[str, str], extra: dict[str, str], said: str) -> None:
    assert said in problems_of(place | extra)


def test_one_half_of_a_certificate_is_refused(here: Path, place: dict[str, str]) -> None:
    (here / "cert.pem").write_text("")
    assert "set both or none" in problems_of(place | {"CASEDAY_TLS_CERTIFICATE": str(here / "cert.pem")})


def test_hosts_are_words_in_the_environment_and_a_list_in_the_file(here: Path, place: dict[str, str]) -> None:
    (here / "caseday.toml").write_text('trusted_origins = ["https://a.example.org"]\n')
    options = load_options(place | {"CASEDAY_ALLOWED_HOSTS": "a.example.org, b.example.org"})
    assert options.allowed_hosts == ["a.example.org", "b.example.org"]
    assert options.trusted_origins == ["https://a.example.org"]


def test_the_key_is_made_once_and_only_its_owner_reads_it(place: dict[str, str], here: Path) -> None:
    options = load_options(place)
    first = secret_key(options)
    assert len(first) > 50
    assert secret_key(options) == first
    assert stat.S_IMODE((here / "secret_key").stat().st_mode) == 0o600


def test_a_secret_does_not_show_in_print(place: dict[str, str]) -> None:
    options = load_options(place | {"CASEDAY_SECRET_KEY": "hush"})
    assert secret_key(options) == "hush"
    assert "hush" not in repr(options)


def test_sqlite_syncs_fully_and_takes_its_place_in_the_data_directory(
    place: dict[str, str], here: Path
) -> None:
    database = database_from(load_options(place))
    assert database["NAME"] == here / "caseday.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_taken_apart(place: dict[str, str]) -> None:
    url = "postgresql://nora:p%40ss@db.example.org:5433/agency?sslmode=require"
    database = database_from(load_options(place | {"CASEDAY_DATABASE_URL": url}))
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("nora", "p@ss", "db.example.org")
    assert (database["PORT"], database["NAME"]) == ("5433", "agency")
    assert database["OPTIONS"] == {"sslmode": "require", "prepare_threshold": 3}


def test_behind_a_pooler_nothing_is_prepared(place: dict[str, str]) -> None:
    url = "postgresql://nora@db.example.org/agency?prepare_threshold=none"
    assert database_from(load_options(place | {"CASEDAY_DATABASE_URL": url}))["OPTIONS"] == {
        "prepare_threshold": None
    }


def test_no_mail_is_sent_without_a_mail_server(place: dict[str, str]) -> None:
    assert email_from(load_options(place))["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


def test_a_mail_server_is_spoken_to_encrypted(place: dict[str, str]) -> None:
    mail = email_from(load_options(place | {"CASEDAY_EMAIL_URL": "smtp://u:p@mail.example.org:2525"}))
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == ("mail.example.org", 2525, True)


TEXTS = {
    "CASEDAY_TEXT_GATEWAY": "twilio",
    "CASEDAY_TEXT_ACCOUNT_SID": "AC1",
    "CASEDAY_TEXT_AUTH_TOKEN": "hush",
    "CASEDAY_TEXT_NUMBER": "+15125550100",
}


def test_a_text_gateway_is_set_up_as_a_whole(place: dict[str, str]) -> None:
    options = load_options(place | TEXTS)
    given = text_gateway_from(options)
    assert given == {
        "provider": "twilio",
        "url": "https://api.twilio.com",
        "account": "AC1",
        "token": "hush",
        "number": "+15125550100",
    }
    assert "hush" not in repr(options)
    assert text_gateway_from(load_options(place))["provider"] == ""


def test_half_a_text_gateway_names_the_other_half(place: dict[str, str]) -> None:
    given = {key: value for key, value in TEXTS.items() if key != "CASEDAY_TEXT_AUTH_TOKEN"}
    assert problems_of(place | given) == "text_auth_token: text_gateway is set, so this is needed too"
    alone = problems_of(place | {"CASEDAY_TEXT_NUMBER": "+15125550100"})
    assert alone == "text_number: set text_gateway too, e.g. twilio"


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("TEXT_NUMBER", "512 555 0100", "+15125550100"),
        ("TEXT_GATEWAY_URL", "http://gateway.example.org", "https://"),
        ("TEXT_GATEWAY_URL", "api.twilio.com", "write it as an address"),
        ("PUBLIC_URL", "https://a:b@caseday.example.org", "leave out"),
        ("PUBLIC_URL", "https://caseday.example.org/?x=1", "leave out"),
    ],
)
def test_a_wrong_address_or_number_says_how_to_write_it(
    place: dict[str, str], key: str, value: str, says: str
) -> None:
    said = problems_of(place | TEXTS | {f"CASEDAY_{key}": value})
    assert said.startswith(f"CASEDAY_{key}: ")
    assert says in said


@pytest.mark.parametrize(
    ("extra", "base"),
    [
        ({}, "http://localhost:8000"),
        ({"CASEDAY_ALLOWED_HOSTS": "a.example.org b.example.org"}, "https://a.example.org"),
        ({"CASEDAY_PUBLIC_URL": "https://c.example.org/"}, "https://c.example.org"),
        ({"CASEDAY_PUBLIC_URL": "http://127.0.0.1:8100"}, "http://127.0.0.1:8100"),
    ],
)
def test_where_others_reach_it_follows_from_its_names(
    place: dict[str, str], extra: dict[str, str], base: str
) -> None:
    assert load_options(place | extra).public_base == base


def test_a_folder_that_takes_the_database_takes_the_papers_too(tmp_path: Path) -> None:
    def papers(target: str) -> Path | None:
        return Options(data_dir=tmp_path, litestream_target=target).papers_copy_dir

    assert papers("file:///mnt/my%20nas/agency") == Path("/mnt/my nas/agency/documents")
    assert papers("s3://bucket/agency") is None
    assert papers("") is None


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (
            {"CASEDAY_TRAVEL_SERVER_KIND": "osrm"},
            "travel_server_url: travel_server_kind is set, so this is needed",
        ),
        (
            {"CASEDAY_GEOCODER_URL": "https://maps.example.org"},
            "geocoder_kind: geocoder_url is set, so this is needed too",
        ),
        (
            {"CASEDAY_TRAVEL_SERVER_KIND": "osrm", "CASEDAY_TRAVEL_SERVER_URL": "http://roads.example.org"},
            "CASEDAY_TRAVEL_SERVER_URL: begin it with https://",
        ),
        (
            {
                "CASEDAY_TRAVEL_SERVER_KIND": "osrm",
                "CASEDAY_TRAVEL_SERVER_URL": "http://127.0.0.1:5000",
                "CASEDAY_TRAVEL_SERVER_TRAFFIC": "1",
            },
            "travel_server_traffic: only Valhalla",
        ),
        ({"CASEDAY_TRAVEL_SERVER_KIND": "google"}, "CASEDAY_TRAVEL_SERVER_KIND: "),
        (
            {"CASEDAY_TRAVEL_SERVER_KIND": "map", "CASEDAY_TRAVEL_SERVER_URL": "http://127.0.0.1:5000"},
            "travel_server_url: a map that `caseday roads` prepared has no address",
        ),
        (
            {"CASEDAY_TRAVEL_SERVER_KIND": "map", "CASEDAY_TRAVEL_SERVER_TRAFFIC": "1"},
            "travel_server_traffic: only Valhalla",
        ),
    ],
)
def test_a_map_server_is_told_whole(place: dict[str, str], extra: dict[str, str], said: str) -> None:
    assert said in problems_of(place | extra)


def test_a_map_server_on_this_machine_needs_no_certificate(place: dict[str, str]) -> None:
    options = load_options(
        place
        | {"CASEDAY_TRAVEL_SERVER_KIND": "valhalla", "CASEDAY_TRAVEL_SERVER_URL": "http://127.0.0.1:8002/"}
    )
    assert options.travel_source == "http://127.0.0.1:8002"


def test_a_prepared_map_lies_in_the_data_directory(place: dict[str, str]) -> None:
    options = load_options(place | {"CASEDAY_TRAVEL_SERVER_KIND": "map"})
    assert options.travel_source == str(options.data_dir.absolute() / "roads")
    shared = load_options(place | {"CASEDAY_TRAVEL_SERVER_KIND": "map", "CASEDAY_ROADS_DIR": "/srv/roads"})
    assert shared.travel_source == "/srv/roads"


TILES = "https://tiles.example.org:8443/{z}/{x}/{y}.png?key=1"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://tiles.example.org/{z}/{x}.png", "CASEDAY_MAP_TILES_URL: write where {z}, {x} and {y} go"),
        ("http://tiles.example.org/{z}/{x}/{y}.png", "CASEDAY_MAP_TILES_URL: begin it with https://"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "CASEDAY_MAP_TILES_URL: name one host"),
        ("https://tiles.example.org;x/{z}/{x}/{y}.png", "CASEDAY_MAP_TILES_URL: name one host"),
        (TILES, "map_attribution: map_tiles_url is set"),
    ],
)
def test_pictures_of_the_map_come_from_one_named_host(place: dict[str, str], url: str, said: str) -> None:
    assert said in problems_of(place | {"CASEDAY_MAP_TILES_URL": url})


def test_the_host_of_the_map_is_known_to_the_policy(place: dict[str, str]) -> None:
    options = load_options(place | {"CASEDAY_MAP_TILES_URL": TILES, "CASEDAY_MAP_ATTRIBUTION": "© mapmakers"})
    assert options.tiles_host == "https://tiles.example.org:8443"
    assert load_options(place | {"CASEDAY_MAP_TILES_URL": ""}).tiles_host == ""
