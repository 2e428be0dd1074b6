"""What a template may say: print, choose and repeat what the View holds, and nothing else.

Jinja in its sandbox, narrowed: no calls, no methods, no filter that could hide a missing name or let markup through,
no way to make a text grow. Data is never looked at as template, whatever it holds.
"""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import cache, partial
from typing import Any

from jinja2 import StrictUndefined, nodes, pass_eval_context
from jinja2.environment import Template
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.nodes import EvalContext
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from .errors import CasepackError
from .shown import first_capital
from .word_picture import Picture, drawing_xml

FILTERS = ("first", "join", "last", "length", "lower", "upper")
"""Filters of Jinja that a template may use; `first_capital` comes on top."""
_NODES = (
    nodes.Template, nodes.TemplateData, nodes.Output, nodes.If, nodes.For, nodes.CondExpr, nodes.Name, nodes.Const,
    nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Filter, nodes.Test, nodes.Keyword, nodes.List, nodes.Tuple, nodes.Add, nodes.Sub,
)  # fmt: skip
_BAD_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_SHOWN = 12
_REPEATS = "list of a repetition"

printed: ContextVar[list[str] | None] = ContextVar("printed", default=None)
"""While a part is filled: everything that was printed into it, in order."""
pictures: ContextVar[list[Picture] | None] = ContextVar("pictures", default=None)
"""While the text of a document is filled: the pictures that were printed into it, in order; elsewhere none may be."""


class ViewError(CasepackError, TypeError):
    """The View holds what no template may see. A fault in casepack, not in the template or the record."""

    exit_code = 1


class MissingName(UndefinedError):
    """A template asked for a name that is not there. `owner` is what it was looked for in; None at the top."""

    def __init__(self, message: str | None = None, *, owner: object = None, name: object = "") -> None:
        """Keep where the name was looked for and the name itself."""
        super().__init__(message)
        self.owner = owner
        self.name = str(name)


class Unprintable(TemplateRuntimeError):
    """A template prints something that is no text."""


class _Missing(StrictUndefined):
    """Strict, and says afterwards what was missing in what."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: Any = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        owner = None if obj is missing else obj
        self._undefined_exception = partial(MissingName, owner=owner, name=name)  # type: ignore[assignment]


class _Sandbox(ImmutableSandboxedEnvironment):
    """Names are looked up in plain dicts and lists only: no attribute, no method, nothing to call."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if (type(obj) is dict and argument in obj) or (type(obj) is list and type(argument) is int):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=argument)
        if isinstance(obj, StrictUndefined):
            str(obj)  # raises: what is asked of a missing name is missing too
        return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def _printable(value: object) -> Markup:
    """`value` as it goes into the XML of a run. Braces are written as numbers, so that data can never be a tag."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises MissingName
    if type(value) is Picture:
        return _placed(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        kind = "nothing" if value is None else "yes or no" if isinstance(value, bool) else "a group of values"
        raise Unprintable(f"prints {kind} where words are needed. Ask for one of the values in it, or use {{% if %}}.")
    if isinstance(value, Markup):  # a literal of the template, escaped by Jinja already
        text = str(value)
    else:
        text = str(escape(str(value)))
        shown = printed.get()
        if shown is not None:
            shown.append(str(value))
    text = text.replace("{", "&#123;").replace("}", "&#125;")
    return Markup(text.replace("\n", _BREAK).replace("\t", _TAB))


def _placed(picture: Picture) -> Markup:
    """A picture in the place of its tag, in line with the text."""
    held = pictures.get()
    if held is None:
        raise Unprintable("prints a picture outside the text. Take the tag out of the header or footer.")
    held.append(picture)
    xml = drawing_xml(picture, len(held)).replace("{", "&#123;").replace("}", "&#125;")
    return Markup(f'</w:t>{xml}<w:t xml:space="preserve">')


def _repeatable(value: object) -> list[object]:
    """A list as it is. Jinja would go through the letters of a text and the names of a group as well."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises MissingName
    if type(value) is not list:
        raise Unprintable("repeats something that is not a list. Repeat a list, or use {% if %}.")
    return value


def _on_words(change: Callable[[str], str], name: str) -> Callable[[object], str]:
    """A filter for words only: Jinja would write out lists and groups as a program holds them."""

    def changed(value: object) -> str:
        if isinstance(value, StrictUndefined):
            str(value)  # raises MissingName
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Unprintable(f"uses |{name} on something that is no words. Ask for one of the values in it.")
        # What was joined is escaped already; it is escaped again where it is printed.
        return change(value.unescape() if isinstance(value, Markup) else str(value))

    return changed


def _joining(join: Callable[..., str]) -> Callable[..., str]:
    """Jinja's own filter, for a list of words and words between them only."""

    @pass_eval_context
    def joined(context: EvalContext, value: object, between: object = "") -> str:
        items = _repeatable(value)
        if any(isinstance(item, bool) or not isinstance(item, str | int) for item in (*items, between)):
            raise Unprintable("puts something together that is no words. Repeat the list with {% for %}.")
        return join(context, items, between)

    return joined


@cache
def language() -> _Sandbox:
    """The one Jinja environment of all templates."""
    environment = _Sandbox(undefined=_Missing, autoescape=True, finalize=_printable)
    environment.globals.clear()
    kept = {name: environment.filters[name] for name in FILTERS}
    environment.filters.clear()
    kept |= {name: _on_words(kept[name], name) for name in ("lower", "upper")}
    environment.filters.update(
        kept, first_capital=_on_words(first_capital, "first_capital"), join=_joining(kept["join"])
    )
    environment.filters[_REPEATS] = _repeatable
    return environment


def compiled(source: str) -> Template:
    """A template of the XML of one part.

    Raises `TemplateSyntaxError` with its line where the template says what it may not say.
    """
    environment = language()
    tree = environment.parse(source)
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _NODES) and not isinstance(node, nodes.EvalContextModifier):
            what = "a calculation or a call" if isinstance(node, nodes.Expr) else "an instruction"
            raise TemplateSyntaxError(
                f"{what} that templates may not use; they can print, choose and repeat", node.lineno
            )
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _REPEATS, [], [], None, None, lineno=loop.lineno)
    code = environment.compile(tree)
    return environment.template_class.from_code(environment, code, {}, None)


def line_of(error: BaseException) -> int:
    """The line of the template source at which `error` arose; 0 where it is not known."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] or 0 if lines else 0


_TYPED = {"–": "-", "—": "-", "„": '"', "‚": "'", "«": '"', "»": '"', "…": "three full stops", "\u00b4": "'"}
"""Signs that AutoCorrect and keyboards put in the place of plain ones."""
RENDER_ERRORS = (JinjaError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What filling in a faulty template can raise."""


def explain(error: BaseException, tag: str, context: Mapping[str, object]) -> str:
    """What went wrong in `tag`, in words for whoever edits the template. No value of the View is in it."""
    if isinstance(error, MissingName):
        return _explain_missing(error, tag, context)
    if isinstance(error, Unprintable):
        return f"{tag} {error}"
    if isinstance(error, TemplateSyntaxError):
        return f"{tag} is not understood: {_in_words(str(error.message))}."
    return f"{tag} cannot be worked out with what the document holds. Ask for one value, or test it with {{% if %}}."


def _in_words(message: str) -> str:
    """What Jinja says of a tag that it cannot read, for somebody who does not know it."""
    odd = re.match(r"unexpected char '(.+)' at \d+$", message, re.S)
    if odd:
        sign = odd[1].encode().decode("unicode_escape") if odd[1].startswith("\\") else odd[1]
        instead = _TYPED.get(sign)
        return f"it holds the sign {sign}, which Word may have put there by itself" + (
            f". Type {instead} in its place" if instead else ". Take it out"
        )
    if message.startswith(("expected token", "unexpected ", "Expected an expression", "Invalid character")):
        return "something is missing or too much in it. Write a name, such as letter.greeting, or copy a tag that works"
    return message.rstrip(".")


def _explain_missing(error: MissingName, tag: str, context: Mapping[str, object]) -> str:
    found = re.search(rf"(?:[\w\[\]'\"]+\.)*\b{re.escape(error.name)}\b", tag)
    asked = found.group() if found else error.name
    said = f"the template asks for {asked}, which this document's reader may not see or which does not exist"
    owner = context if error.owner is None else error.owner
    if not isinstance(owner, Mapping):
        kind = "a list" if isinstance(owner, list) else "a single value"
        return f"{said}: what stands before {error.name} is {kind}."
    prefix = asked.removesuffix(error.name)
    # Only what can be the name of a field: nothing that could be an answer is repeated.
    names = sorted(key for key in map(str, owner) if key.isidentifier())
    close = difflib.get_close_matches(error.name, names, n=1)
    meant = f" Did you mean {prefix}{close[0]}?" if close else ""
    there = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    return f"{said}.{meant} There is: {there or 'nothing'}."


def check_view(view: Mapping[str, object]) -> None:
    """Raises `ViewError` unless `view` is of plain dict, list, str, bool, int or `Picture`, its words fit for XML."""
    for path, fault in _view_faults(view, "", top=True):
        raise ViewError(
            f"the View holds {fault} at {path or 'the top'}; a template takes plain text, numbers and lists."
        )


def _view_faults(value: object, path: str, *, top: bool = False) -> Iterator[tuple[str, str]]:
    # Exact types: a subclass of str could bring markup or methods of its own.
    kind = type(value)
    if isinstance(value, Mapping) and (kind is dict or top):
        for key, item in value.items():
            if type(key) is not str:
                yield path, "a name that is no text"
            yield from _view_faults(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and kind is list:
        for number, item in enumerate(value):
            yield from _view_faults(item, f"{path}[{number}]")
    elif kind is str or isinstance(value, Picture):
        bad = _BAD_CHARACTER.search(value.words if isinstance(value, Picture) else str(value))
        if bad:
            yield path, f"the character U+{ord(bad.group()):04X}"
    elif kind not in (bool, int):
        yield path, f"a {kind.__name__}"
