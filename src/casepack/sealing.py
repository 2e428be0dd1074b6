"""Copies for sending, encrypted one document at a time; whoever has the pass phrase can open them, and nobody else.

PDF: AES-256 (PDF 2.0), the title still set, readable by screen readers. Word: the agile encryption of Office, AES-256.
Source: the ICO's advice to encrypt personal data that is sent by e-mail.
"""

from __future__ import annotations

import io
import secrets

from .errors import OutputError


def sealed(data: bytes, kind: str, phrase: str) -> bytes:
    """A finished file of this kind ("docx", "pdf"), encrypted; no two copies are alike, for each has its own salts."""
    return _sealed_pdf(data, phrase) if kind == "pdf" else _sealed_word(data, phrase)


def opens_with(data: bytes, kind: str, phrase: str) -> bool:
    """Is this a copy that was sealed with the pass phrase?"""
    return _pdf_opens(data, phrase) if kind == "pdf" else _word_opens(data, phrase)


def _sealed_pdf(data: bytes, phrase: str) -> bytes:
    import pikepdf

    made = io.BytesIO()
    # Nobody has the owner's pass phrase: it would take away nothing that the reader is allowed anyway.
    owner = secrets.token_urlsafe(32)
    may = pikepdf.Permissions(accessibility=True, modify_annotation=True, modify_form=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        lock = pikepdf.Encryption(user=phrase, owner=owner, R=6, aes=True, metadata=True, allow=may)
        pdf.save(made, encryption=lock)
    if not _pdf_opens(made.getvalue(), phrase):
        raise OutputError("The sealed PDF cannot be opened with its pass phrase. Use letters, digits and spaces in it.")
    return made.getvalue()


def _pdf_opens(data: bytes, phrase: str) -> bool:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), password=phrase) as pdf:
            return pdf.is_encrypted
    except (pikepdf.PasswordError, pikepdf.PdfError):
        return False


def _sealed_word(data: bytes, phrase: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

    made = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(phrase, made)
    if not _word_opens(made.getvalue(), phrase):
        raise OutputError("The sealed Word file cannot be opened with its pass phrase. Run again.")
    return made.getvalue()


def _word_opens(data: bytes, phrase: str) -> bool:
    import msoffcrypto  # type: ignore[import-untyped]
    from msoffcrypto.exceptions import (  # type: ignore[import-untyped]
        DecryptionError,
        FileFormatError,
        InvalidKeyError,
    )

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=phrase, verify_password=True)
        file.decrypt(io.BytesIO(), verify_integrity=True)
    except (DecryptionError, FileFormatError, InvalidKeyError):
        return False
    return True
