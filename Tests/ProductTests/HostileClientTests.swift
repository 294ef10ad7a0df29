import Foundation
import SystemPackage
import TestSupport
import Testing

/// What clients may do to us, with real sockets. Whatever it is, the server's memory stays bounded, and `/health` answers
/// meanwhile.
@Suite("Hostile clients", .timeLimit(.minutes(3)))
struct HostileClientTests {
    private static let token = "0123456789abcdef0123"

    private struct Site {
        let server: ServingExporter
        let project: Project
        let database: TestDatabase
    }

    /// On a database that is up to date, so that `/health` is 200.
    private func serve(_ flags: String...) async throws -> Site {
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        try project.write("deployer \(Self.token)\n", to: "tokens")
        let server = try await ServingExporter(
            [
                "serve", "--scripts", project.scripts, "--run.enabled", "--run.any-environment", "--run.token-file",
                project.directory.file("tokens"),
            ] + flags, environment: ["DATABASE_URL": database.url()])
        try await server.get("/health") { $0.code == 200 }
        return Site(server: server, project: project, database: database)
    }

    private func expectHealthy(_ site: Site) async throws {
        #expect(try await site.server.get("/health", "--max-time", "5").code == 200)
    }

    private static let order = "POST /api/migrations/run HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n"

    @Test(arguments: [
        "", "G", "GET / HTTP/1.1\r\nHost: h\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ",
        order + "Content-Length: 10\r\n\r\n", order + "Transfer-Encoding: chunked\r\n\r\n",
    ])
    func `a request that does not come to its end is cut off`(beginning: String) async throws {
        let site = try await serve("--web.read-timeout", "1s")
        let client = try RawConnection(port: site.server.port)
        client.send(beginning)
        let dripping = beginning.hasSuffix(" ") ? "x" : ""
        for _ in 0..<200 where !client.isClosed {
            client.send(dripping)
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(client.isClosed)
        #expect(try await !client.receive(within: 1).text.contains("200 OK"))
        try await expectHealthy(site)
    }

    @Test func `a body that drips is cut off, and one that comes is waited for`() async throws {
        let site = try await serve("--web.read-timeout", "2s")
        let (slow, good) = (try RawConnection(port: site.server.port), try RawConnection(port: site.server.port))
        for client in [slow, good] {
            client.send(Self.order + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        }
        good.send("2\r\n{}\r\n")
        try await Task.sleep(for: .milliseconds(300))
        good.send("0\r\n\r\n")
        let answer = try await good.receive { $0.contains("timestamp") }
        #expect(answer.text.hasPrefix("HTTP/1.1 "), "\(answer.text)")
        for _ in 0..<100 where !slow.isClosed {
            slow.send("1\r\n \r\n")
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(slow.isClosed)
        try await expectHealthy(site)
    }

    @Test func `a client that reads nothing is cut off`() async throws {
        let site = try await serve("--web.write-timeout", "1s")
        let before = try site.server.privateKilobytes()
        let clients = try (0..<20).map { _ in try RawConnection(port: site.server.port, receiveBuffer: 4_096) }
        let requests = String(repeating: "GET / HTTP/1.1\r\nHost: h\r\n\r\n", count: 100)
        for _ in 0..<300 {
            for client in clients { client.send(requests) }
            if clients.allSatisfy(\.isClosed) { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(clients.filter { !$0.isClosed }.isEmpty)
        #expect(try Sanitizer.isOn || site.server.privateKilobytes() - before < 40_000)
        try await expectHealthy(site)
    }

    @Test func `five thousand idle connections`() async throws {
        let site = try await serve()
        let (memory, files) = (try site.server.privateKilobytes(), try site.server.openFiles())
        let clients = try await onOwnThread { [port = site.server.port] in
            try (0..<5_000).map { _ in try RawConnection(port: port) }
        }
        try await expectHealthy(site)
        for path in ["/metrics", "/livez", "/readyz"] { #expect(try await site.server.get(path).code == 200) }
        #expect(clients.filter { $0.isClosed }.count >= 5_000 - 512)
        #expect(try Sanitizer.isOn || site.server.openFiles() - files <= 512 + 8)
        #expect(try Sanitizer.isOn || site.server.privateKilobytes() - memory < 30_000)
    }

    @Test func `who is idle makes room, and who asks often stays`() async throws {
        let site = try await serve("--web.max-connections", "10")
        let regular = try RawConnection(port: site.server.port)
        func ask() async throws -> Bool {
            regular.send("GET /livez HTTP/1.1\r\nHost: h\r\n\r\n")
            return try await regular.receive(within: 10) { $0.hasSuffix("OK\n") }.text.hasPrefix("HTTP/1.1 200")
        }
        #expect(try await ask())
        var silent: [RawConnection] = []
        for _ in 0..<3 {
            for _ in 0..<8 { silent.append(try RawConnection(port: site.server.port)) }
            // Those that say nothing are new for a second.
            try await Task.sleep(for: .milliseconds(1_200))
            #expect(try await ask())
        }
        #expect(silent.filter { $0.isClosed }.count >= 24 - 10)
    }

    @Test func `an idle connection ends at its limit, and one in use does not`() async throws {
        let site = try await serve("--web.idle-timeout", "4s")
        let client = try RawConnection(port: site.server.port)
        for _ in 0..<12 {
            client.send("GET /livez HTTP/1.1\r\nHost: h\r\n\r\n")
            let answer = try await client.receive(within: 10) { $0.hasSuffix("OK\n") }
            #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            try await Task.sleep(for: .milliseconds(400))
        }
        #expect(try await client.receive(within: 10).isEnd)
    }

    private static let refused = [
        ("no HTTP at all\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 400), ("GET /\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nBad Name: x\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: h\r\n: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n", 400),
        ("G\0T / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("\u{16}\u{3}\u{1}\0\u{5}", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nX: " + String(repeating: "x", count: 20_000) + "\r\n\r\n", 431),
        ("GET /" + String(repeating: "x", count: 20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "X: y\r\n", count: 5_000) + "\r\n", 431),
        (order + "Content-Length: 16385\r\n\r\n", 413), (order + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        (order + "Transfer-Encoding: chunked\r\n\r\n4e20\r\n" + String(repeating: "x", count: 20_000), 413),
        // Where the body ends could be read in two ways.
        (order + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (order + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400),
        (order + "Content-Length: 0\r\nContent-Length: 30\r\n\r\n", 400),
        (order + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400), (order + "Content-Length: 0, 30\r\n\r\n", 400),
        (order + "Content-Length: +2\r\n\r\n{}", 400), (order + "Content-Length: 0x2\r\n\r\n{}", 400),
        (order + "Content-Length: -2\r\n\r\n{}", 400), (order + "Content-Length : 2\r\n\r\n{}", 400),
        (order + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400),
        (order + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
        (order + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (order + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400),
        (order + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
    ]

    /// Each gets one answer, and the connection ends: what follows is not a request of anybody.
    @Test func `requests that are malformed, too large or ambiguous are refused`() async throws {
        let site = try await serve()
        for (request, status) in Self.refused {
            let client = try RawConnection(port: site.server.port)
            client.send(request + "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")
            let answer = try await client.receive()
            let lines = answer.text.components(separatedBy: "HTTP/1.1 ")
            #expect(answer.isEnd)
            #expect(lines.count == 2 && lines[1].hasPrefix("\(status) "), "\(request): \(answer.text)")
            #expect(answer.text.lowercased().contains("connection: close\r\n"), "\(request)")
            #expect(answer.text.contains(#"{"error":""#), "\(request)")
        }
        try await expectHealthy(site)
    }

    @Test func `a chunk of no known size ends the connection`() async throws {
        let site = try await serve()
        let client = try RawConnection(port: site.server.port)
        client.send(Self.order + "Transfer-Encoding: chunked\r\n\r\nzz\r\nGET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")
        let answer = try await client.receive()
        #expect(answer.isEnd)
        #expect(answer.text.hasPrefix("HTTP/1.1 400 "))
        #expect(!answer.text.contains("migration_up"))
        try await expectHealthy(site)
    }

    @Test func `who breaks off within a body is told so`() async throws {
        let site = try await serve()
        let client = try RawConnection(port: site.server.port)
        client.send(Self.order + "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{")
        client.endSending()
        let answer = try await client.receive()
        #expect(answer.isEnd && answer.text.hasPrefix("HTTP/1.1 400 "), "\(answer.text)")
        #expect(answer.text.contains(#"{"error":"This is no HTTP request.""#), "\(answer.text)")
    }

    @Test func `a body that never ends stops nobody`() async throws {
        let site = try await serve()
        let client = try RawConnection(port: site.server.port)
        client.send("GET /livez HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
        let before = try site.server.privateKilobytes()
        let chunk = "8000\r\n" + String(repeating: "x", count: 32_768) + "\r\n"
        for _ in 0..<2_000 {
            if client.send(chunk) < 0 { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        let answer = try await client.receive()
        #expect(answer.isEnd)
        #expect(answer.text.isEmpty || answer.text.hasPrefix("HTTP/1.1 200"), "\(answer.text)")
        #expect(try Sanitizer.isOn || site.server.privateKilobytes() - before < 10_000)
        try await expectHealthy(site)
    }

    @Test func `pipelined requests are answered in their order`() async throws {
        let site = try await serve()
        let client = try RawConnection(port: site.server.port)
        let paths = (0..<100).map { "/nowhere/\($0)" }
        client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined() + "no HTTP\r\n\r\n")
        let answer = try await client.receive()
        #expect(answer.isEnd)
        let named = answer.text.matches(of: /There is nothing at (\S+)\./).map { String($0.1) }
        #expect(named == paths)
        #expect(answer.text.components(separatedBy: "HTTP/1.1 404 ").count == 101)
        #expect(answer.text.components(separatedBy: "HTTP/1.1 400 ").count == 2)
    }

    /// Where a client ends what it says, all of it is read at once, and no time is long enough to be a limit.
    @Test func `a client that asks for much at once and says that this was all is cut off`() async throws {
        let site = try await serve("--web.write-timeout", "1h", "--web.read-timeout", "1h")
        let client = try RawConnection(port: site.server.port, receiveBuffer: 4_096)
        // The kernel holds that many for us, so that the end arrives, and more answers than it holds for the client.
        let requests = String(repeating: "GET / HTTP/1.1\r\nHost: h\r\n\r\n", count: 2_000)
        #expect(client.send(requests) == requests.utf8.count)
        client.endSending()
        for _ in 0..<400 where !client.isClosed { try await Task.sleep(for: .milliseconds(25)) }
        #expect(client.isClosed)
        try await expectHealthy(site)
    }

    @Test func `old clients, and those that say so, get their connection closed`() async throws {
        let site = try await serve()
        for request in [
            "GET /livez HTTP/1.0\r\n\r\n", "GET /livez HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n",
        ] {
            let client = try RawConnection(port: site.server.port)
            client.send(request)
            let answer = try await client.receive()
            #expect(answer.isEnd && answer.text.hasPrefix("HTTP/1.1 200 OK"), "\(answer.text)")
            #expect(answer.text.contains("Connection: close\r\n"))
        }
        let patient = try RawConnection(port: site.server.port)
        patient.send("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /livez HTTP/1.1\r\nHost: h\r\n\r\n")
        let both = try await patient.receive { $0.components(separatedBy: "OK\n").count == 3 }
        #expect(!both.isEnd)
    }

    @Test func `an old client that keeps its connection is told that it may`() async throws {
        let site = try await serve()
        let client = try RawConnection(port: site.server.port)
        client.send("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let answer = try await client.receive { $0.hasSuffix("OK\n") }
        #expect(answer.text.contains("Connection: keep-alive\r\n"), "\(answer.text)")
    }

    @Test func `no answer to HEAD has a body, so that the next one is the next one`() async throws {
        let site = try await serve()
        let client = try RawConnection(port: site.server.port)
        let paths = ["/nowhere", "/api/migrations/run", "/api/migrations/runs/1", "/-/reload", "/health?strict=what"]
        client.send(
            paths.map { "HEAD \($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined()
                + "GET /livez HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        let answer = try await client.receive()
        let parts = answer.text.components(separatedBy: "\r\n\r\n")
        #expect(parts.count == paths.count + 2 && parts.last == "OK\n", "\(answer.text)")
        for head in parts.prefix(paths.count) {
            #expect(head.hasPrefix("HTTP/1.1 4") && head.contains("Content-Length: "), "\(head)")
        }
    }

    @Test func `a client that waits to be told may send its body`() async throws {
        let site = try await serve()
        let client = try RawConnection(port: site.server.port)
        client.send(
            Self.order + "Content-Type: application/json\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
        let told = try await client.receive { $0.hasSuffix("\r\n\r\n") }
        #expect(told.text == "HTTP/1.1 100 Continue\r\n\r\n")
        client.send(#"{"no": 1}"#)
        let answer = try await client.receive { $0.contains("timestamp") }
        #expect(answer.text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer.text)")
        client.send(Self.order + "Content-Length: 99999\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await client.receive().text.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func `clients that vanish leave nothing behind`() async throws {
        let site = try await serve()
        let files = try site.server.openFiles()
        for beginning in [
            "", "GET / HT", "GET / HTTP/1.1\r\nHost: h\r\n\r\n", Self.order + "Content-Length: 9\r\n\r\n{",
        ] {
            for _ in 0..<100 {
                let client = try RawConnection(port: site.server.port)
                client.send(beginning)
                client.vanish()
            }
        }
        try await expectHealthy(site)
        for _ in 0..<100 where try site.server.openFiles() > files { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try Sanitizer.isOn || site.server.openFiles() <= files)
    }

    @Test func `a thousand scrapes at once open no second session with the database`() async throws {
        let site = try await serve("--sample-interval", "100ms")
        let scrapers = try await onOwnThread { [port = site.server.port] in
            try (0..<1_000).map { _ in
                let scraper = try RawConnection(port: port)
                scraper.send("GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                return scraper
            }
        }
        let sessions = try await site.database.sql(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'migration-exporter' AND datname = '\(site.database.name)'"
        )
        #expect(sessions == "1")
        try await expectHealthy(site)
        var answered = 0
        for scraper in scrapers {
            let answer = try await scraper.receive()
            answered += answer.text.hasPrefix("HTTP/1.1 200 OK") && answer.text.contains("migration_up") ? 1 : 0
        }
        #expect(answered == 1_000)
    }

    @Test func `who speaks no TLS, or begins it and says no more, is cut off`() async throws {
        let site = try await ProtectedSite(AccessTests.tls, "--web.read-timeout", "1s", "--log.level", "debug")
        let clients = try ["", "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"].map { beginning in
            let client = try RawConnection(port: site.server.port)
            client.send(beginning)
            return client
        }
        for client in clients { #expect(try await client.receive().isEnd) }
        try await expectAnswers(site)
        #expect(site.server.log.contains(#"level=debug msg="no connection""#), "\(site.server.log)")
    }

    @Test(arguments: [
        "says nothing", "does not end its request", "takes nothing", "resets", "pings", "headers without end",
        "is no HTTP/2",
    ])
    func `a client of HTTP/2 that`(way: String) async throws {
        let site = try await ProtectedSite(
            AccessTests.tls, "--web.read-timeout", "1s", "--web.write-timeout", "1s", "--web.idle-timeout", "2s")
        let memory = try site.server.privateKilobytes()
        let script = Alembic.packageRoot.appending("Tests/ProductTests/Oracle/http2_client.py").string
        async let client = Alembic.python([script, "\(site.server.port)", way])
        for _ in 0..<5 { try await expectAnswers(site) }
        _ = try await client
        #expect(try Sanitizer.isOn || site.server.privateKilobytes() - memory < 30_000)
        try await expectAnswers(site)
    }

    @Test func `no answer of HTTP/2 to HEAD has a body, and no head may be too large there`() async throws {
        let site = try await ProtectedSite(AccessTests.tls, "--web.max-header-size", "2000")
        let options = site.trust + ["--http2", "-o", "/dev/null", "-w", "%{http_version} %{http_code}\n%{http_code}"]
        let head = try await site.server.get("/nowhere", options: options + ["-I"])
        #expect(head.body == "2 404" && head.code == 404)
        let large = "X: " + String(repeating: "x", count: 2_000)
        for (header, code) in [(String(large.dropLast(500)), 200), (large, 431)] {
            let answer = try await site.server.get("/livez", options: options + ["-H", header])
            #expect(answer.body == "2 \(code)" && answer.code == code)
        }
        let told = try await site.server.get("/livez", options: site.trust + ["-H", large])
        #expect(told.body.contains("The headers are longer than --web.max-header-size allows."), "\(told.body)")
    }

    /// It has no database, which `/health` says, and lives.
    private func expectAnswers(_ site: ProtectedSite) async throws {
        for (path, code) in [("/health", 503), ("/livez", 200)] {
            #expect(try await site.code(path, site.trust + ["--max-time", "5"]) == code)
        }
    }
}

extension ServingExporter {
    /// Of the process's own, which no other shares.
    func privateKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        return try #require(status.firstMatch(of: /RssAnon:\s+(\d+) kB/).flatMap { Int($0.1) }, "\(status)")
    }

    func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
    }
}
