"""What all programs that the tests put together have in common: nearly every test has a program and a database of its
own, and most of what that took was the same each time. Nothing here holds anything that a test could change."""

import gc
from collections.abc import Callable
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from network.core.db import db as database
from network.live.server import GC_THRESHOLDS

_compile, _compile_builder = Rule.compile, Rule._compile_builder
_compiled_rules: dict[object, Rule] = {}
_statements: "LRUCache[Any, Any]" = LRUCache(3000)


def share(app: Flask) -> None:
    """Let this program use what others have compiled: the text of its statements, and its templates."""
    database.engine.update_execution_options(compiled_cache=_statements)
    app.jinja_env.bytecode_cache = CompiledOnce(CompiledOnce.folder)


def settle_memory() -> None:
    """As the server does: to look through all that is loaded, again and again, took a fifth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


class CompiledOnce(FileSystemBytecodeCache):
    """Templates compiled by one test serve all others of this run, of all workers: each program has an environment of
    its own, and compiling was a quarter of what a page cost in a test. Not those of other runs: what a filter makes of
    a word that stands in a template is compiled too, and the filter may have changed.
    """

    folder: ClassVar[str | None] = None
    """Where they lie; None is where Jinja keeps such things for this user."""
    _codes: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        super().dump_bytecode(bucket)
        self._keep(bucket)

    def _keep(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


def _compile_rule(rule: Rule) -> None:
    """An address is compiled once, not once for each program."""
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, rule.map.host_matching, defaults)
    known = _compiled_rules.setdefault(key, rule)
    if known is rule:
        _compile(rule)
        return
    rule._parts, rule._trace, rule._converters = known._parts, known._trace, known._converters
    rule.arguments |= known._converters.keys()
    rule._build = known._build.__func__.__get__(rule)  # type: ignore[attr-defined]
    rule._build_unknown = known._build_unknown.__func__.__get__(rule)  # type: ignore[attr-defined]


def _compile_builder_when_asked(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """An address's builder, compiled when a test builds that address: few are."""
    made: list[Callable[..., Any]] = []

    def build(self: Rule, **values: Any) -> Any:
        if not made:
            made.append(_compile_builder(rule, append_unknown))
        return made[0](self, **values)

    return build


def _speaks_the_same(one: DefaultDialect, other: object) -> bool:
    """Each engine has a dialect of its own, by which compiled statements are kept; those of one kind are alike."""
    return type(one) is type(other) and one.paramstyle == other.paramstyle  # type: ignore[attr-defined]


Rule.compile = _compile_rule  # type: ignore[method-assign]
Rule._compile_builder = _compile_builder_when_asked  # type: ignore[method-assign, assignment]
DefaultDialect.__eq__ = _speaks_the_same  # type: ignore[method-assign, assignment]
DefaultDialect.__hash__ = lambda dialect: hash((type(dialect), dialect.paramstyle))  # type: ignore[method-assign, assignment]
