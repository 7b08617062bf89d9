"""Words as a plain PDF that reads and prints well; they go in as data, never as markup."""

import json

import typst

from caseday.documents.files.kinds import Unusable

_PAGE = """
#set document(date: none)
#set page(paper: "us-letter", margin: (x: 1in, y: 0.9in), footer: context align(center,
  text(8pt, fill: luma(90))[#sys.inputs.name · page #counter(page).display() of #counter(page).final().first()]))
#set text(size: 10.5pt, hyphenate: false, lang: "en")
#set par(justify: false, leading: 0.6em, spacing: 1em)
#for block in json(bytes(sys.inputs.blocks)) [#block.split("\\n").map(line => text(line)).join(linebreak()) #parbreak()]
"""
_TOO_ODD = "The text could not be drawn as a page. Print it as a PDF, and upload that."


def pdf_of_words(blocks: list[str], name: str) -> bytes:
    """The same words and name give the same bytes. Raises Unusable."""
    shown = [_broken_up(block) for block in blocks]
    try:
        made = typst.compile(
            _PAGE.encode(),
            format="pdf",
            sys_inputs={"blocks": json.dumps(shown), "name": name[:80]},
            timestamp=0,
        )
    except (RuntimeError, ValueError, TypeError):
        raise Unusable(_TOO_ODD) from None
    return bytes(made)


def _broken_up(block: str, width: int = 90) -> str:
    """Words that are longer than a line (addresses, encoded text) get places at which a line may end."""
    return " ".join(
        word if len(word) <= width else "\u200b".join(word[i : i + width] for i in range(0, len(word), width))
        for word in block.replace("\t", "    ").split(" ")
    )
