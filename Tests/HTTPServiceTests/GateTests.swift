import Bcrypt
import Exposition
import Foundation
import HTTPService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("Who may ask")
struct GateTests {
    /// Of the password `U*U`, with 32 rounds.
    static let hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"

    private typealias Reply = (status: Int, body: String, headers: HTTPFields)

    /// Asks a server that knows one database, behind its scripts, for these paths one after the other.
    private func ask(
        _ paths: [String], _ access: WebAccess, authorization: String? = nil, accept: String? = nil
    ) async throws -> [Reply] {
        let orders = WatchedDatabase.named("orders")
        let store = SampleStore([orders], freshFor: .seconds(45))
        store.publish(
            Sample(
                of: orders, scripts: RoutesTests.scripts, reading: .success(.at("aaaa")), takenAt: .noon,
                duration: .milliseconds(4)), of: orders)
        let answers = Answers(
            from: store, policy: HealthPolicy(), now: { Timestamp.noon.advanced(by: .seconds(9)) },
            processFigures: {
                ProcessFigures(
                    cpuSeconds: 1, residentBytes: 2, virtualBytes: 3, openFileDescriptors: 4, maximumFileDescriptors: 5,
                    startTimeSeconds: 6)
            })
        let router = makeRouter(answers, metricsPath: "/metrics", control: AccessControl(access))
        return try await Application(router: router).test(.router) { client in
            var replies: [Reply] = []
            for path in paths {
                var headers = HTTPFields()
                headers[.authorization] = authorization
                headers[.accept] = accept
                replies.append(
                    try await client.execute(uri: path, method: .get, headers: headers) {
                        (Int($0.status.code), String(buffer: $0.body), $0.headers)
                    })
            }
            return replies
        }
    }

    private func withUsers(_ hashes: [String: String] = ["alice": hash]) throws -> WebAccess {
        WebAccess(passwords: Passwords(try hashes.mapValues { try #require(BcryptHash($0)) }))
    }

    private func basic(_ name: String, _ password: String) -> String {
        "Basic \(Data("\(name):\(password)".utf8).base64EncodedString())"
    }

    static let everything = [
        "/metrics", "/", "/openapi.json", "/api/migrations/status", "/api/migrations/history",
        "/api/migrations/validate",
        "/-/reload", "/nowhere", "/health/", "//health", "/metrics?x=/health",
    ]

    @Test func `without credentials everything but health is refused`() async throws {
        for reply in try await ask(Self.everything, withUsers()) {
            #expect(reply.status == 401)
            #expect(reply.headers[.wwwAuthenticate] == #"Basic realm="migration-exporter", charset="UTF-8""#)
            #expect(reply.headers[.contentType] == "application/json")
            #expect(!reply.body.contains("orders") && !reply.body.contains("aaaa"))
        }
    }

    @Test(arguments: [
        nil, "Basic", "Basic ", "Basic %%%", "Basic QWxpY2U=", "Bearer x",
        "basic " + Data("alice:U*u".utf8).base64EncodedString(),
        "Basic " + Data("Alice:U*U".utf8).base64EncodedString(), "Basic " + Data(":".utf8).base64EncodedString(),
        "Basic " + Data("alice:U*U\0".utf8).base64EncodedString(), "Basic " + Data([0xFF, 0x3A]).base64EncodedString(),
    ])
    func `who is not known sees how it stands and how old that is, and nothing more`(authorization: String?)
        async throws
    {
        let paths = ["/health", "/livez", "/-/healthy", "/readyz", "/-/ready", "/metrics"]
        let replies = try await ask(paths, withUsers(), authorization: authorization)
        #expect(replies.map(\.status) == [503, 200, 200, 200, 200, 401])
        #expect(
            replies[0].body
                == #"{"status":"unhealthy","services":{"orders":{"status":"unhealthy","age_seconds":9.0}}}"# + "\n")
        let draft = try await ask(
            ["/health"], withUsers(), authorization: authorization, accept: "application/health+json")
        #expect(
            draft[0].body
                == #"{"status":"fail","checks":{"orders:migrations":[{"observedValue":9.0,"observedUnit":"s","#
                + #""status":"fail"}]}}"# + "\n")
    }

    @Test func `who shows a password sees everything, again and again`() async throws {
        let paths = ["/health", "/metrics", "/api/migrations/status", "/metrics", "/nowhere"]
        let replies = try await ask(paths, withUsers(), authorization: basic("alice", "U*U"))
        #expect(replies.map(\.status) == [503, 200, 200, 200, 404])
        #expect(replies[0].body.contains(#""current_revision":"aaaa""#))
    }

    @Test func `a name that is not known takes as long as a wrong password, whatever its hash costs`() async throws {
        let access = try withUsers(["alice": Self.hash.replacing("$05$", with: "$09$"), "bob": Self.hash])
        var times: [String: [Duration]] = [:]
        func time(_ name: String, _ attempt: Int) async throws -> Duration {
            let authorization = basic(name, "guess \(attempt)")
            let start = ContinuousClock.now
            let replies = try await ask(["/metrics"], access, authorization: authorization)
            #expect(replies.map(\.status) == [401])
            return ContinuousClock.now - start
        }
        // By turns, so that all see the same load of the machine.
        for attempt in 0..<21 {
            for name in ["alice", "bob", "mallory"] { times[name, default: []].append(try await time(name, attempt)) }
        }
        let medians = times.mapValues { $0.sorted()[10] }
        let unknown = try #require(medians["mallory"])
        for known in medians.values { #expect(known / unknown > 0.6 && known / unknown < 1.67, "\(medians)") }
        // And that is the hash's time: without it a request takes less than a fourth of that.
        let nobody = try await ContinuousClock().measure { _ = try await ask(["/metrics"], access) }
        #expect(nobody * 4 < unknown, "\(nobody) and \(unknown)")
    }

    @Test func `what was found is remembered`() async throws {
        let access = try withUsers(["alice": Self.hash.replacing("$05$", with: "$11$")])
        let authorization = basic("alice", "wrong")
        let first = try await ContinuousClock().measure {
            _ = try await ask(["/metrics"], access, authorization: authorization)
        }
        let others = try await ContinuousClock().measure {
            for reply in try await ask(Array(repeating: "/metrics", count: 20), access, authorization: authorization) {
                #expect(reply.status == 401)
            }
        }
        #expect(others < first, "\(others) for twenty, \(first) for the first")
    }

    @Test func `a probe does not wait for the passwords of others`() async throws {
        // A hash takes half a second then, and one waits for the other.
        let access = try withUsers(["alice": Self.hash.replacing("$05$", with: "$13$")])
        try await withThrowingTaskGroup(of: Reply.self) { group in
            func add(_ path: String, _ password: String) {
                let authorization = basic("alice", password)
                group.addTask { try await ask([path], access, authorization: authorization)[0] }
            }
            for guess in 0..<5 { add("/metrics", "guess \(guess)") }
            #expect(try await group.next()?.status == 401)
            add("/health", "mistaken")
            var replies: [Reply] = []
            for try await reply in group { replies.append(reply) }
            let place = try #require(replies.firstIndex { $0.status == 503 })
            #expect(place < 4)
            #expect(replies[place].body.hasPrefix(#"{"status":"unhealthy","services":"#))
        }
    }

    @Test func `the rate limit is not for probes`() async throws {
        let access = WebAccess(rateLimit: RateLimit(interval: .seconds(3_600), burst: 2))
        let replies = try await ask(["/metrics", "/", "/metrics", "/health", "/livez", "/readyz", "/nowhere"], access)
        #expect(replies.map(\.status) == [200, 200, 429, 503, 200, 200, 429])
        #expect(replies[2].headers[.retryAfter] == "3600")
        #expect(replies[2].headers[.contentType] == "application/json")
    }

    @Test func `a bucket fills up again, and not over its brim`() {
        let limit = RateLimit(interval: .seconds(2), burst: 3)
        let start = ContinuousClock.now
        func admitted(after seconds: Int) -> Int {
            (0..<10).filter { _ in limit.admits(at: start + .seconds(seconds)) }.count
        }
        #expect(admitted(after: 1) == 3)
        #expect(admitted(after: 2) == 0)
        #expect(admitted(after: 5) == 2)
        #expect(admitted(after: 1_000) == 3)
    }
}
