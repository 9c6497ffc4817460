"""Makes the fonts of the printed documents from Inter's. See README.md beside it.

    python3 subset.py FOLDER_OF_INTER FOLDER_OF_LIBERATION

The digits become the tabular ones (the font's own feature `tnum`, applied for good), so that
figures stand under each other without a shaper.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

RANGES = [
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x024F),  # Latin-1, extended A and B
    (0x02B0, 0x02FF),  # modifier letters
    (0x0300, 0x036F),  # marks that combine
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin extended additional
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20CF),  # currencies
    (0x2100, 0x218F),  # letterlike, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x25A0, 0x25FF),  # shapes: the mark for what the font does not have
]

for weight in ("Regular", "SemiBold"):
    font = TTFont(Path(sys.argv[1]) / f"Inter-{weight}.otf")
    feature = next(r.Feature for r in font["GSUB"].table.FeatureList.FeatureRecord if r.FeatureTag == "tnum")
    tabular = {}
    for index in feature.LookupListIndex:
        for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
            tabular.update(getattr(table, "ExtSubTable", table).mapping)
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            name = table.cmap.get(code)
            table.cmap[code] = tabular.get(name, name)
    options = Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(Path(__file__).parent / f"Inter-{weight}.otf")

# The payment part of a Swiss QR-bill must be set in one of four named typefaces. Its text is of the
# Latin letters that the code allows. A changed Liberation may not bear that name (OFL, article 3).
SLIP = [(0x0020, 0x007E), (0x00A0, 0x017F), (0x0218, 0x021B), (0x2013, 0x2014), (0x2018, 0x201E), (0x20AC, 0x20AC), (0x25A1, 0x25A1)]
for weight in ("Regular", "Bold"):
    font = TTFont(Path(sys.argv[2]) / f"LiberationSans-{weight}.ttf")
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in SLIP for code in range(first, last + 1)])
    subsetter.subset(font)
    for name in font["name"].names:
        if name.nameID in (1, 3, 4, 6):
            text = {1: "Slip Sans", 3: f"Slip Sans {weight}", 4: f"Slip Sans {weight}", 6: f"SlipSans-{weight}"}[name.nameID]
            font["name"].setName(text, name.nameID, name.platformID, name.platEncID, name.langID)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(Path(__file__).parent / f"SlipSans-{weight}.ttf")
