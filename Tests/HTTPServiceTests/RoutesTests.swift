import Exposition
import HTTPService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("The routes")
struct RoutesTests {
    static let orders = WatchedDatabase.named("orders")
    static let billing = WatchedDatabase.named("billing")
    static let scripts = MigrationScripts(Revision("aaaa"), Revision("bbbb", after: "aaaa"))

    private func store(_ readings: [(WatchedDatabase, Result<DatabaseReading, ReadError>?)]) -> SampleStore {
        let store = SampleStore(readings.map(\.0), freshFor: .seconds(45))
        for (database, reading) in readings {
            guard let reading else { continue }
            let sample = Sample(
                of: database, scripts: Self.scripts, reading: reading, takenAt: .noon, duration: .milliseconds(4))
            store.publish(sample, of: database)
        }
        return store
    }

    private func get(
        _ path: String, from store: SampleStore, _ method: HTTPRequest.Method = .get, accept: String? = nil,
        coding: String? = nil, age: Int = 9, at now: Timestamp? = nil
    ) async throws -> (status: Int, body: String, headers: HTTPFields) {
        let figures = ProcessFigures(
            cpuSeconds: 1, residentBytes: 2, virtualBytes: 3, openFileDescriptors: 4, maximumFileDescriptors: 5,
            startTimeSeconds: 6)
        let now = now ?? Timestamp.noon.advanced(by: .seconds(age))
        let answers = Answers(from: store, policy: HealthPolicy(), now: { now }, processFigures: { figures })
        let application = Application(router: makeRouter(answers, metricsPath: "/metrics"))
        return try await application.test(.router) { client in
            var headers = HTTPFields()
            headers[.accept] = accept
            headers[.acceptEncoding] = coding
            return try await client.execute(uri: path, method: method, headers: headers) {
                (Int($0.status.code), String(buffer: $0.body), $0.headers)
            }
        }
    }

    static let good = Result<DatabaseReading, ReadError>.success(.at("bbbb"))
    static let behind = Result<DatabaseReading, ReadError>.success(.at("aaaa"))
    static let newer = Result<DatabaseReading, ReadError>.success(.at("newer"))
    static let down = Result<DatabaseReading, ReadError>.failure(.unreachable("refused"))

    @Test(arguments: [
        ("/health", good, 200), ("/health", behind, 503), ("/health", newer, 200), ("/health", down, 503),
        ("/health", nil, 503), ("/health?strict=true", newer, 503), ("/health?strict=true", good, 200),
        ("/health?exclude=migrations", behind, 200), ("/health?exclude=migrations", down, 503),
        ("/health?exclude=database", down, 503), ("/health?exclude=database", nil, 503),
        ("/health?exclude=database", good, 200),
        ("/health?exclude=nonsense", good, 400), ("/health?strict=perhaps", good, 400),
        ("/-/healthy", down, 200), ("/livez", nil, 200), ("/-/ready", good, 200), ("/readyz", behind, 200),
        ("/-/ready", down, 503), ("/readyz", nil, 503), ("/metrics", down, 200), ("/metrics", nil, 200),
        ("/api/migrations/status", down, 200), ("/api/migrations/history", nil, 200),
        ("/api/migrations/validate", behind, 200), ("/api/migrations/status?database=orders", good, 200),
        ("/api/migrations/status?database=other", good, 404), ("/api/migrations/run", good, 404), ("/", down, 200),
        ("/nowhere", good, 404), ("/-/reload", good, 403),
    ])
    func `the code of each answer`(path: String, reading: Result<DatabaseReading, ReadError>?, code: Int) async throws {
        let answer = try await get(path, from: store([(Self.orders, reading)]))
        #expect(answer.status == code)
        if code >= 400, code != 503 {
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.body.hasPrefix(#"{"error":""#))
            #expect(answer.body.hasSuffix("\"timestamp\":\"2024-01-15T10:30:09Z\"}\n"))
        }
    }

    @Test func `HEAD works where GET does, and other methods are refused`() async throws {
        let store = store([(Self.orders, Self.good)])
        for path in ["/health", "/metrics", "/livez", "/api/migrations/status", "/", "/openapi.json"] {
            let whole = try await get(path, from: store)
            let head = try await get(path, from: store, .head)
            #expect(head.status == whole.status)
            #expect(head.body.isEmpty)
            #expect(head.headers[.contentLength] == whole.headers[.contentLength])
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "ANY"] {
                let other = try await get(path, from: store, #require(HTTPRequest.Method(method)))
                #expect(other.status == 405)
                #expect(other.headers[.allow] == "GET, HEAD")
            }
        }
        #expect(try await get("/nowhere", from: store, .post).status == 404)
        let options = try await get("/-/reload", from: store, .options)
        #expect(options.status == 405)
        #expect(options.headers[.allow] == "POST, PUT")
    }

    @Test func `several databases must be told apart`() async throws {
        let store = store([(Self.orders, Self.good), (Self.billing, Self.down)])
        let which = try await get("/api/migrations/status", from: store)
        #expect(which.status == 400)
        #expect(which.body.contains("orders, billing"))
        #expect(try await get("/api/migrations/status?database=billing", from: store).body.contains("unknown"))
        let other = self.store([(.named("my db"), Self.good), (.named("a+b"), Self.good)])
        for name in ["my+db", "my%20db", "a%2Bb"] {
            #expect(try await get("/api/migrations/status?database=\(name)", from: other).status == 200)
        }
        let health = try await get("/health", from: store)
        #expect(health.status == 503)
        #expect(health.body.contains(#""orders":{"status":"healthy""#))
        #expect(health.body.contains(#""billing":{"status":"unhealthy""#))
        #expect(try await get("/readyz", from: store).body == "No fresh sample of: billing\n")
    }

    @Test func `a sample that grew old changes every answer without a new one`() async throws {
        let store = store([(Self.orders, Self.good)])
        #expect(try await get("/health", from: store, age: 45).status == 200)
        #expect(try await get("/health", from: store, age: 46).status == 503)
        #expect(try await get("/health?exclude=database", from: store, age: 46).status == 503)
        #expect(try await get("/readyz", from: store, age: 46).status == 503)
        let metrics = try await get("/metrics", from: store, age: 46).body
        #expect(metrics.contains(#"migration_state{database="orders",state="unknown"} 1"#))
    }

    @Test(arguments: [-7_200, 7_200])
    func `a wall clock that is set makes no sample older or newer`(step: Int) async throws {
        let store = SampleStore([Self.orders], freshFor: .seconds(45))
        let begin = ContinuousClock.now
        /// What the two clocks say, of which one was set.
        func moment(_ seconds: Int, step: Int = 0) -> Timestamp {
            let wall = Timestamp.noon.advanced(by: .seconds(step + seconds))
            return Timestamp(
                millisecondsSince1970: wall.millisecondsSince1970, at: begin.advanced(by: .seconds(seconds)))
        }
        let sample = Sample(
            of: Self.orders, scripts: Self.scripts, reading: Self.good, takenAt: moment(0), duration: .milliseconds(4))
        store.publish(sample, of: Self.orders)
        let young = try await get("/health", from: store, at: moment(45, step: step))
        #expect(young.status == 200)
        #expect(young.body.contains(#""age_seconds":45.0"#))
        #expect(young.body.contains(#""timestamp":"2024-01-15T\#(step < 0 ? "08" : "12"):30:45Z""#), "\(young.body)")
        #expect(try await get("/health", from: store, at: moment(46, step: step)).status == 503)
    }

    @Test func `content types`() async throws {
        let store = store([(Self.orders, Self.good)])
        let metrics = try await get("/metrics", from: store)
        #expect(metrics.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let open = try await get("/metrics", from: store, accept: "application/openmetrics-text;version=1.0.0")
        #expect(open.headers[.contentType] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(open.body.hasSuffix("\n# EOF\n"))
        let draft = try await get("/health", from: store, accept: "application/health+json")
        #expect(draft.headers[.contentType] == "application/health+json")
        #expect(draft.body.hasPrefix(#"{"status":"pass""#))
        #expect(try await get("/health", from: store).headers[.contentType] == "application/json")
        let shouted = try await get("/health", from: store, accept: "Application/Health+JSON")
        #expect(shouted.headers[.contentType] == "application/health+json")
    }

    @Test func `the draft's word goes with the code`() async throws {
        let store = store([(Self.orders, Self.newer)])
        for (path, code, word) in [("/health", 200, "warn"), ("/health?strict=true", 503, "fail")] {
            let answer = try await get(path, from: store, accept: "application/health+json")
            #expect(answer.status == code)
            #expect(answer.body.hasPrefix(#"{"status":"\#(word)""#), "\(answer.body)")
        }
    }

    @Test(arguments: [
        (nil, false), ("gzip", true), ("deflate, gzip;q=0.5", true), ("*", true), ("gzip;q=0, *", false),
        ("identity", false), ("gzip;q=0.1, identity;q=0.9", false), ("br", false), ("", false),
    ])
    func `the metrics are packed where the client wants that`(coding: String?, isPacked: Bool) async throws {
        let store = store([(Self.orders, Self.good)])
        for method in [HTTPRequest.Method.get, .head] {
            let answer = try await get("/metrics", from: store, method, coding: coding)
            #expect(answer.status == 200)
            #expect(answer.headers[.contentEncoding] == (isPacked ? "gzip" : nil))
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.headers[.vary] == "Accept, Accept-Encoding")
        }
    }

    @Test func `once it drains it is not ready, and alive`() async throws {
        let store = store([(Self.orders, Self.good)])
        store.beginDraining()
        #expect(try await get("/-/ready", from: store).status == 503)
        #expect(try await get("/-/healthy", from: store).status == 200)
    }
}
