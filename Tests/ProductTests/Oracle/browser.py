"""Opens a page in Chromium as a person does, in light and dark and on a phone, and takes pictures of all of it.

Usage: browser.py CHROMIUM URL PICTURES NAME [--watch]

Fails where the page asks for anything but itself, breaks its own policy, is wider than the window, or has words that
are hard to read; with --watch also where it flickers or jumps while it renews itself. Prints the document at the end.
"""

import base64
import io
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket
from PIL import Image, ImageChops, ImageStat

LOOKS = [("light", 960, "light", False), ("dark", 960, "dark", False), ("phone", 390, "light", True)]

# Every piece of text that has less contrast than 4.5 to what is behind it (WCAG 2.2, 1.4.3).
FAINT = """(() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => channels(colour).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim()) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(words.currentNode.data + " " + contrast.toFixed(1));
  }
  return faint;
})()"""


class Browser:
    def __init__(self, chromium, profile):
        self.process = subprocess.Popen(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0",
             "--remote-allow-origins=*", f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = self.port(Path(profile) / "DevToolsActivePort")
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list"))
        address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(address, timeout=30)
        self.count = 0
        self.events = []
        for domain in ("Page", "Network", "Log"):
            self.call(f"{domain}.enable")

    @staticmethod
    def port(file):
        for _ in range(300):
            if file.exists() and "\n" in file.read_text():
                return file.read_text().split("\n")[0]
            time.sleep(0.1)
        sys.exit("Chromium does not start")

    def call(self, method, **parameters):
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def wait(self, method, seconds=30):
        """The next event of this name, or `None` when the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for index, event in enumerate(self.events):
                if event["method"] == method:
                    del self.events[index]
                    return event["params"]
            self.socket.settimeout(max(end - time.monotonic(), 0.01))
            try:
                self.events.append(json.loads(self.socket.recv()))
            except websocket.WebSocketTimeoutException:
                break
            finally:
                self.socket.settimeout(30)
        return None

    def value(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def open(self, url, width, scheme, mobile):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=mobile)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=url)
        assert self.wait("Page.loadEventFired"), "the page does not load"

    def picture(self):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        return base64.b64decode(self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"])

    def complaints(self, url):
        """What it asked for beside the page, and what its policy kept it from."""
        for event in self.events:
            if event["method"] == "Network.requestWillBeSent" and event["params"]["request"]["url"] != url:
                yield "it asks for " + event["params"]["request"]["url"]
            if event["method"] == "Log.entryAdded":
                yield event["params"]["entry"]["text"]

    def frame(self, seconds):
        """The next picture that the browser paints in this time and how far down it is, or nothing where nothing changes."""
        frame = self.wait("Page.screencastFrame", seconds)
        if frame:
            self.call("Page.screencastFrameAck", sessionId=frame["sessionId"])
            image = Image.open(io.BytesIO(base64.b64decode(frame["data"]))).convert("L")
            return image, frame["metadata"]["scrollOffsetY"]
        return None, None

    def watch(self):
        """Looks on, a bit down the page, while it renews itself: slowly, so that a moment without words would be seen."""
        self.call("Emulation.setCPUThrottlingRate", rate=20)
        self.call("Page.startScreencast", format="png", everyNthFrame=1)
        self.value("scrollTo(0, 50)")
        end = time.monotonic() + 20
        before, scroll = None, None
        while scroll != 50:
            assert time.monotonic() < end, "it does not scroll"
            before, scroll = self.frame(1)
        self.events.clear()
        end, renewal = time.monotonic() + 30, None
        while not renewal or time.monotonic() < renewal + 1:
            assert time.monotonic() < end, "it does not renew itself"
            image, scroll = self.frame(0.2)
            if image:
                assert scroll == 50, f"it jumps to {scroll}"
                # A few figures change; a page that is blank for a moment differs nearly everywhere.
                difference = ImageStat.Stat(ImageChops.difference(image, before)).mean[0]
                assert difference < 3, f"it flickers: {difference:.1f}"
            if not renewal and any(event["method"] == "Page.loadEventFired" for event in self.events):
                renewal = time.monotonic()
        self.call("Page.stopScreencast")
        assert self.value("scrollY") == 50, f"it jumps to {self.value('scrollY')}"

    def close(self):
        self.call("Browser.close")
        self.process.wait()


def main():
    chromium, url, pictures, name = sys.argv[1:5]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(chromium, profile)
        try:
            for look, width, scheme, mobile in LOOKS:
                browser.open(url, width, scheme, mobile)
                Path(pictures, f"{name}-{look}.png").write_bytes(browser.picture())
                wide = browser.value("document.documentElement.scrollWidth")
                assert wide <= width, f"{look}: it is {wide} wide"
                faint = browser.value(FAINT)
                assert not faint, f"{look}: hard to read: {faint}"
                complaints = list(browser.complaints(url))
                assert not complaints, f"{look}: {complaints}"
            if "--watch" in sys.argv:
                browser.watch()
            print(browser.value("document.documentElement.outerHTML"))
        finally:
            browser.close()


if __name__ == "__main__":
    main()
