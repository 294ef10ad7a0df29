"""A client of HTTP/2 that does what no honest one does, and says whether the server ends the connection.

Usage: http2_client.py PORT WAY. Ends with 0 when the server closed the connection within 15 seconds.
"""

import socket
import ssl
import struct
import sys
import time

port, way = int(sys.argv[1]), sys.argv[2]
DATA, HEADERS, RESET, SETTINGS, PING, CONTINUATION = 0, 1, 3, 4, 6, 9
END_STREAM, END_HEADERS = 1, 4


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


# GET https://h/ and POST of the same, by the static table of RFC 7541.
GET, POST = b"\x82\x87\x84\x01\x01h", b"\x83\x87\x84\x01\x01h"
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
context.set_alpn_protocols(["h2"])
client = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
assert client.selected_alpn_protocol() == "h2"
client.settimeout(1)
windows = struct.pack(">HI", 4, 0) if way == "takes nothing" else b""
client.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, windows))
streams = range(1, 2001, 2)
endless = {
    "resets": lambda: b"".join(
        frame(HEADERS, END_HEADERS | END_STREAM, n, GET) + frame(RESET, 0, n, b"\0\0\0\x08") for n in streams),
    "pings": lambda: frame(PING, 0, 0, b"01234567") * 1000,
    "headers without end": lambda: frame(CONTINUATION, 0, 1, b"\x00\x01x\x01y" * 1000),
}
ways = {
    "says nothing": b"",
    "does not end its request": frame(HEADERS, END_HEADERS, 1, POST) + frame(DATA, 0, 1, b"x"),
    "takes nothing": b"".join(frame(HEADERS, END_HEADERS | END_STREAM, n, GET) for n in range(1, 100, 2)),
    "resets": b"", "pings": b"", "headers without end": frame(HEADERS, 0, 1, GET),
    "is no HTTP/2": b"\xff" * 100,
}
end = time.monotonic() + 15
try:
    client.sendall(ways[way])
    while time.monotonic() < end:
        if way in endless:
            client.sendall(endless.pop(way)() if way == "resets" else endless[way]())
        try:
            if not client.recv(65536):
                sys.exit(0)
        except TimeoutError:
            pass
except (ConnectionError, ssl.SSLError):
    sys.exit(0)
sys.exit("the connection is still open")
