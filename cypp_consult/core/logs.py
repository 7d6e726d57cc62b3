"""Logs: one line per event, as JSON or plain, with no word a respondent wrote and no address a request came from."""

import logging
import sys

import structlog

SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
)
# how much other libraries may say; a line of huey per wake-up would drown everything else
LEVELS = {"gunicorn.error": logging.INFO, "huey": logging.WARNING, "alembic": logging.WARNING}


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # the stream is sys.stderr, whatever that is by then
    """Our one handler; a class of its own, so that it is put up once however many applications are made."""


def set_up_logs(form: str) -> None:
    """Send our events and those of other libraries to standard error, as "json" or "plain" lines."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
        ],
    )
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Handler)]:
        root.removeHandler(handler)
    ours = _Handler(sys.stderr)
    ours.setFormatter(formatter)
    root.addHandler(ours)
    logging.getLogger("cypp_consult").setLevel(logging.INFO)
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)
