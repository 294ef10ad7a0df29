import Foundation
import HTTPService
import TestSupport
import Testing

@Suite("The client of the command probe", .timeLimit(.minutes(1)))
struct ProbeClientTests {
    @Test func `gets the answer of a server that hangs up as soon as it has given it`() async throws {
        let directory = try TemporaryDirectory()
        let port = try freePort()
        let script = """
            import socket
            server = socket.create_server(("127.0.0.1", \(port)))
            while True:
                client, _ = server.accept()
                client.recv(4096)
                client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nOK")
                client.close()
            """
        let server = try SupervisedServer(["python3", "-c", script], log: directory.file("log"), signal: "TERM")
        defer { server.stop() }
        let client = ProbeClient(asking: .tcp(host: "127.0.0.1", port: port), isTLS: false)
        while (try? await client.get("/", within: .seconds(1))) == nil { try await Task.sleep(for: .milliseconds(20)) }
        for _ in 0..<500 { #expect(try await client.get("/", within: .seconds(5)).isGood) }
    }
}
