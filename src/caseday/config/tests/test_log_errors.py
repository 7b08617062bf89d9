import logging

from caseday.config.logs import WhereNotWhat, WithoutQuery, logging_from


def record_of(error: BaseException) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__)
    return logging.LogRecord("caseday", logging.ERROR, __file__, 1, "failed", None, info)


def raised(whom: str) -> BaseException:
    try:
        try:
            raise KeyError(whom)
        except KeyError as inner:
            raise ValueError(f"the row of {whom} is there already") from inner
    except ValueError as error:
        return error


def test_an_error_tells_where_and_never_with_which_values() -> None:
    line = WhereNotWhat("%(message)s").format(record_of(raised("Rosa Alvarez")))
    assert "test_log_errors.py" in line
    assert "builtins.ValueError\nbecause of\n" in line
    assert "builtins.KeyError" in line
    assert "Alvarez" not in line


def test_requests_and_failed_sign_ins_are_not_named_in_the_log() -> None:
    loggers = logging_from("info")["loggers"]
    assert all(loggers[name]["level"] == "ERROR" for name in ("django.request", "django.security", "axes"))


def test_what_is_asked_of_a_gateway_is_not_in_the_log_at_any_level() -> None:
    loggers = logging_from("debug")["loggers"]
    assert all(loggers[name]["level"] == "WARNING" for name in ("httpx", "httpcore"))


def test_a_request_line_is_logged_without_what_was_asked_for() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, "", 1, '"%s" %s', ("GET /search/?q=Rosa+Alvarez HTTP/1.1", 200), None
    )
    assert WithoutQuery().filter(record)
    assert record.getMessage() == '"GET /search/?... HTTP/1.1" 200'
    record = logging.LogRecord("x", logging.INFO, "", 1, 'GET /a/?name=Rosa "x"', None, None)
    assert WithoutQuery().filter(record) and "Rosa" not in record.getMessage()
