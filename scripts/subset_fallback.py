#!/usr/bin/env python3
"""Makes press/fonts/NotoSansCJKjp-rare.otf: the characters that BIZ UDPGothic does not draw. Called by scripts/vendor.sh.

Taken from Noto Sans CJK JP: all of JIS X 0213, every kanji outside extension A, symbols, and the kanji whose registered
forms (IVS) BIZ UDPGothic lacks. Left out: hangul, and the kanji of extension A that JIS X 0213 does not name.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

biz_path, noto_path, to = sys.argv[1:]


def forms(font):
    tables = [table for table in font["cmap"].tables if table.format == 14]
    return {(sign, selector) for table in tables for selector, signs in table.uvsDict.items() for sign, _ in signs}


def jis_x_0213():
    found = set()
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            for plane in (b"", b"\x8f"):
                try:
                    found |= {ord(sign) for sign in (plane + bytes([row, cell])).decode("euc_jis_2004")}
                except UnicodeDecodeError:
                    pass
    return found


biz = TTFont(biz_path)
noto = TTFont(noto_path, fontNumber=0)
left_out = lambda sign: 0x1100 <= sign <= 0x11FF or 0xAC00 <= sign <= 0xD7A3 or 0x3400 <= sign <= 0x4DBF
missing = set(noto.getBestCmap()) - set(biz.getBestCmap())
jis = jis_x_0213()
wanted = {sign for sign in missing if sign in jis or not left_out(sign)}
lacking = forms(noto) - forms(biz)
wanted |= {sign for sign, _ in lacking}
wanted |= {selector for _, selector in lacking}

options = subset.Options()
options.layout_features = []
options.hinting = False
options.notdef_outline = True
options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
options.glyph_names = False
options.recalc_timestamp = False
subsetter = subset.Subsetter(options)
subsetter.populate(unicodes=wanted)
subsetter.subset(noto)
noto.save(to)
print(f"{len(wanted)} characters")
