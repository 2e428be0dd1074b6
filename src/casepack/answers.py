"""One answer and one cell of a workbook, both ways. The front of the modules `answer_*`: import from here."""

from __future__ import annotations

from .answer_model import MISSING, Answered, Missing, Remark
from .answer_offer import offered_for
from .answer_read import read_answer
from .answer_write import write_answer

__all__ = ["MISSING", "Answered", "Missing", "Remark", "offered_for", "read_answer", "write_answer"]
