"""Makes docs/screenshots: each type of page in one picture, as on a desk, in the dark, on a phone and on paper.

    python -m tools.screenshots [name of a page ...]

Needs a Chromium and the developers' environment; the registry is served from a database of its own.
"""

import base64
import shutil
import struct
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import ADDRESSES
from tests.browser.serving import ARGUMENTS, serving

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SHOWN = (
    "home instruments instrument participants participant matrix compare agencies agency changes search quality"
    " about api-docs not-found"
).split()
HEIGHT = 960
# The last is as wide as A4 is between its margins.
VIEWS = [
    {"width": 1280, "color_scheme": "light", "media": "screen"},
    {"width": 768, "color_scheme": "dark", "media": "screen"},
    {"width": 360, "color_scheme": "light", "media": "screen"},
    {"width": 688, "color_scheme": "light", "media": "print"},
]

# Lays pictures side by side; gives the width, the height and the pixels.
JOIN = """async (shots) => {
  const images = await Promise.all(shots.map(async (shot) =>
    createImageBitmap(await (await fetch("data:image/png;base64," + shot)).blob())));
  const gap = 24;
  const canvas = document.createElement("canvas");
  canvas.width = images.reduce((sum, image) => sum + image.width + gap, gap);
  canvas.height = Math.max(...images.map((image) => image.height)) + 2 * gap;
  const context = canvas.getContext("2d");
  context.fillStyle = "#b8c4cc";
  context.fillRect(0, 0, canvas.width, canvas.height);
  let x = gap;
  for (const image of images) {
    context.drawImage(image, x, gap);
    x += image.width + gap;
  }
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  const reader = new FileReader();
  await new Promise((resolve) => { reader.onload = resolve; reader.readAsDataURL(new Blob([pixels])); });
  return [canvas.width, canvas.height, reader.result.split(",")[1]];
}"""


def shoot(browser: Browser, address: str, status: int, view: dict) -> str:
    """Return the top of a page as PNG in base64; stop if the page answers otherwise than it should."""
    page = browser.new_page(viewport={"width": view["width"], "height": HEIGHT}, reduced_motion="reduce")
    page.emulate_media(media=view["media"], color_scheme=view["color_scheme"])
    response = page.goto(address)
    if not response or response.status != status:
        sys.exit(f"{address} should answer {status}: {response and response.status}")
    shot = page.screenshot()
    page.close()
    return base64.b64encode(shot).decode("ascii")


def join(browser: Browser, shots: list[str]) -> np.ndarray:
    """Return the pictures side by side as rows of red, green and blue."""
    page = browser.new_page()
    width, height, pixels = page.evaluate(JOIN, shots)
    page.close()
    return np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)[:, :, :3]


def small_png(picture: np.ndarray) -> bytes:
    """Return the picture as PNG with the 256 colours it uses most; any other becomes the nearest of them."""
    height, width, _ = picture.shape
    colours, places, counts = np.unique(picture.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts)[:256]].astype(int)
    nearest = np.array([np.abs(palette - colour).sum(axis=1).argmin() for colour in colours.astype(int)], np.uint8)
    rows = nearest[places.reshape(height, width)]
    unfiltered = np.hstack([np.zeros((height, 1), np.uint8), rows])

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            chunk(b"IDAT", zlib.compress(unfiltered.tobytes(), 9)),
            chunk(b"IEND", b""),
        ]
    )


def main(wanted: list[str]) -> None:
    """Write a picture of each wanted page and say how large it is."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        sys.exit("There is no Chromium on this machine.")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(Path(scratch), known_as="http://treaties.example.org") as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS) as browser,
    ):
        for address in ADDRESSES:
            if address.name in wanted:
                shots = [shoot(browser, site + address.path, address.status, view) for view in VIEWS]
                png = small_png(join(browser, shots))
                (FOLDER / f"{address.name}.png").write_bytes(png)
                sys.stdout.write(f"{address.name}.png  {len(png) // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:] or SHOWN)
