"""What an officer's browser sends, taken in within limits. Files stay in memory until they are put on a desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from . import web_refusal
from .web_settings import Limits

_FIELDS = 300
_FIELD = 16 * 1024
_SMALL, _SMALL_SECONDS = 64 * 1024, 20.0
"""Bytes that a form without files may have, and seconds that it may take."""


class _InMemory(MultiPartParser):
    """The parser of Starlette, but that no file ever leaves memory: the guard counts what arrives."""

    spool_max_size = 1 << 40


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that an officer brought: its name as the browser tells it, and its bytes; None where it is too large."""

    name: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Form:
    """The answers of a form: words by their names, and files."""

    words: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, Brought], ...]

    def word(self, name: str) -> str:
        """The one answer of this name; empty where there is none."""
        return next((value for key, value in self.words if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every answer of this name."""
        return [value for key, value in self.words if key == name]

    def brought(self, name: str) -> list[Brought]:
        """The files of this name; a field in which none was chosen gives none."""
        return [file for key, file in self.files if key == name]


async def answers_of(request: Request, limits: Limits) -> Form:
    """A form without files, as whoever has not signed in yet sends one, too: small, and soon there.

    Raises `Refusal` where it is not.
    """
    try:
        async with asyncio.timeout(_SMALL_SECONDS):
            return await _parsed(request, limits, _little(request.stream()), limits.file)
    except TimeoutError:
        raise web_refusal.too_slow() from None


async def _little(stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    arrived = 0
    async for piece in stream:
        arrived += len(piece)
        if arrived > _SMALL:
            raise web_refusal.too_large(f"{_SMALL // 1024} KB")
        yield piece


async def form_of(request: Request, limits: Limits, *, largest: int | None = None) -> Form:
    """The form that a request brings. `largest` is what one file may have, if not what the limits say.

    Raises `Refusal` where it is none, or too many files.
    """
    return await _parsed(request, limits, request.stream(), limits.file if largest is None else largest)


async def _parsed(request: Request, limits: Limits, stream: AsyncGenerator[bytes, None], most: int) -> Form:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            parser = _InMemory(
                request.headers,
                stream,
                max_files=limits.files + 1,  # one more is told of in words
                max_fields=_FIELDS,
                max_part_size=_FIELD,
            )
            told = await parser.parse()
        elif kind == "application/x-www-form-urlencoded":
            told = await FormParser(request.headers, stream, max_fields=_FIELDS, max_part_size=_FIELD).parse()
        else:
            raise web_refusal.not_understood()
    except MultiPartException as error:
        if error.message.startswith("Too many files"):
            raise web_refusal.too_many(limits.files) from None
        raise web_refusal.not_understood() from None
    try:
        files = [(key, value) for key, value in told.multi_items() if not isinstance(value, str)]
        if sum(_is_chosen(file) for _, file in files) > limits.files:
            raise web_refusal.too_many(limits.files)
        return Form(
            tuple((key, value) for key, value in told.multi_items() if isinstance(value, str)),
            tuple([(key, await _taken(file, most)) for key, file in files if _is_chosen(file)]),
        )
    finally:
        await told.close()


def _is_chosen(file: UploadFile) -> bool:
    # A browser sends an empty part without a name where no file was chosen.
    return bool(file.filename or file.size)


async def _taken(file: UploadFile, most: int) -> Brought:
    name = file.filename or ""
    if (file.size or 0) > most:
        return Brought(name, None)
    return Brought(name, await file.read())
