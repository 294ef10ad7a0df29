"""Holds a picture against an older one of the same page, or with --renew puts it in the older one's place.

Usage: pictures.py OLD NEW [--renew]

Times, fonts and single pixels may differ; the size and what stands where may not.
"""

import sys

from PIL import Image, ImageChops

# How many pixels become one before the pictures are compared: words become grey.
GRAIN = 32

old, new = sys.argv[1:3]
fresh = Image.open(new).convert("RGB")
if "--renew" in sys.argv:
    fresh.quantize(256, dither=Image.Dither.NONE).save(old, optimize=True)
kept = Image.open(old).convert("RGB")
assert kept.width == fresh.width, f"{kept.width} pixels wide, now {fresh.width}"
assert abs(kept.height - fresh.height) <= kept.height * 0.02, f"{kept.height} pixels high, now {fresh.height}"
size = (kept.width // GRAIN, kept.height // GRAIN)
small = [picture.resize(size, Image.Resampling.BOX) for picture in (kept, fresh)]
# Of 255. Other times give 10, a line that is gone 40.
difference = max(largest for _, largest in ImageChops.difference(*small).getextrema())
assert difference < 25, f"the page looks different now, by {difference}; `make screenshot` takes the picture again"
