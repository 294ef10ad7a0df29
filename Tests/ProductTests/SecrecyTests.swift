import Foundation
import TestSupport
import Testing

/// Everything that the program emits in a run with every error path, searched for what it must not tell.
@Suite("No secret gets out", .timeLimit(.minutes(4)))
struct SecrecyTests {
    /// The middle of every secret here. It has no character that any way of writing changes.
    private static let mark = "Hush4711"

    /// Ways to write a login that fails, each with a secret in it.
    private static func logins(port: Int, files: TemporaryDirectory) -> [String] {
        [
            "postgresql://app:\(mark)%2F%40x@127.0.0.1:\(port)/postgres",
            "postgresql://app:\(mark)%2f%40x@127.0.0.1:\(port)/postgres?sslmode=require",
            "postgresql+asyncpg://app:\(mark)/@127.0.0.1:\(port)/postgres",
            "postgres://app@127.0.0.1:\(port)/postgres?password=\(mark)%2F",
            "postgresql://app:\(mark)@127.0.0.1:1/postgres",
            "postgresql://app:\(mark)@no-such-host.invalid/postgres",
            "postgresql://app:\(mark)@127.0.0.1:\(port)/postgres?sslmode=verify-full&sslrootcert=/nowhere",
            "postgresql://app:x@127.0.0.1:\(port)/postgres?sslmode=require&sslcert=\(files.file("c.pem"))"
                + "&sslkey=\(files.file("c.key"))&sslpassword=\(mark)",
            "host=127.0.0.1 port=\(port) user=app password='\(mark) \\' x' dbname=postgres",
            "host=127.0.0.1 port=\(port) user=app dbname=postgres passfile=\(files.file("pass"))",
            "postgresql://app:\(mark)@127.0.0.1:\(port),127.0.0.1:1/postgres",
            "postgresql://app@127.0.0.1:\(port)/postgres?oauth_client_secret=\(mark)",
        ]
    }

    /// Texts that are no address at all.
    private static let nonsense = [
        "mysql://root:\(mark)@db/app", "postgresql://app:\(mark)", "postgresql://app:p@\(mark)/x@db",
        "host=db \(mark)", "postgresql://app:\(mark)@db/x?sslmod=require", "postgresql://app:%FF\(mark)@db/x",
        "app:\(mark)@db/orders",
    ]

    private func expectSilence(_ text: String, _ what: String) {
        #expect(!text.isEmpty, "\(what): there is nothing to search")
        #expect(text.range(of: Self.mark, options: .caseInsensitive) == nil, "\(what)")
        let encoded = Data(Self.mark.utf8).base64EncodedString().prefix(10)
        #expect(!text.contains(encoded), "\(what), as Base64")
    }

    /// The command lines of a process and of all that it started.
    private func commandLines(from root: Int32) throws -> String {
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
        let descendants = processes.filter { process in
            var ancestor: Int32? = process
            while let one = ancestor, one != root { ancestor = parent(of: one) }
            return ancestor == root
        }
        return descendants.map { process in
            let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return String(decoding: bytes, as: UTF8.self)
        }.joined(separator: "\n")
    }

    @Test func `while it serves databases that refuse it, whoever asks for what`() async throws {
        let project = try Project()
        let cluster = try await PostgresCluster.shared()
        let authority = try await CertificateAuthority()
        let client = try await authority.issue("app")
        try FileManager.default.copyItem(atPath: client.certificate, toPath: project.directory.file("c.pem"))
        try await Tool("openssl", in: [], package: "openssl").run([
            "pkey", "-in", client.key, "-aes256", "-passout", "pass:another", "-out", project.directory.file("c.key"),
        ])
        try project.write("*:*:*:*:\(Self.mark)\n", to: "pass")
        for name in ["c.key", "pass"] {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: project.directory.file(name))
        }
        let logins = Self.logins(port: cluster.port, files: project.directory)
        var environment = ["PGPASSWORD": Self.mark + "0"]
        var lines = [
            "sample-interval: 200ms", "scripts: \(project.scripts)", "web.enable-lifecycle: true", "databases:",
        ]
        for (index, login) in logins.enumerated() {
            environment["URL_\(index)"] = login
            lines.append("  - {name: d\(index), url-env: URL_\(index)}")
        }
        let configuration = lines.joined(separator: "\n") + "\n"
        try project.write(configuration, to: "config.yaml")
        let arguments = ["serve", "--config.file", project.directory.file("config.yaml"), "--log.level", "debug"]
        let server = try await ServingExporter(arguments, environment: environment)
        try await server.get("/metrics") { answer in
            answer.body.matches(of: /migration_samples_total\{[^}]*\} [1-9]/).count == logins.count
        }

        var paths = [
            "/", "/health", "/health?strict=true", "/health?exclude=nonsense", "/livez", "/readyz", "/metrics",
            "/openapi.json", "/nowhere", "/-/reload", "/api/migrations/status", "/api/migrations/run",
        ]
        for index in logins.indices {
            paths += ["status", "history", "validate"].map { "/api/migrations/\($0)?database=d\(index)" }
        }
        for path in paths { try await expectSilence(server.get(path, "-i").body, path) }
        let draft = try await server.get("/health", "-i", "-H", "Accept: application/health+json")
        expectSilence(draft.body, "the draft's form of /health")
        let open = try await server.get("/metrics", "-i", "-H", "Accept: application/openmetrics-text")
        expectSilence(open.body, "OpenMetrics")
        for (index, text) in Self.nonsense.enumerated() {
            let entry = "  - {name: bad\(index), url: \(quoted(text)), scripts: \(project.scripts)}\n"
            try project.write(configuration + entry, to: "config.yaml")
            let answer = try await server.get("/-/reload", "-i", "-X", "POST")
            #expect(answer.code == 500)
            expectSilence(answer.body, text)
        }
        try project.write(configuration + "  - {name: x, url: postgresql://app:\(Self.mark)@db, ]\n", to: "config.yaml")
        try await expectSilence(server.get("/-/reload", "-i", "-X", "POST").body, "broken YAML")
        try expectSilence(commandLines(from: server.process), "the command lines")
        expectSilence(server.log, "the log")
        #expect(server.log.contains("refuses the login") || server.log.contains("Cannot connect"))
    }

    private func quoted(_ text: String) -> String { "\"\(text.replacing("\\", with: "\\\\"))\"" }

    @Test func `while Alembic runs, prints it and fails with it`() async throws {
        let environment = RunnableProject.environment.replacing(
            "with create_engine", with: "print(url, file=__import__('sys').stderr)\nprint(url)\nwith create_engine")
        let project = try RunnableProject(["aaaa1111"], environment: environment)
        try project.add(
            "bbbb2222", after: "aaaa1111",
            upgrade: "import os, time\ntime.sleep(1)\nraise ValueError(os.environ['DATABASE_URL'])")
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.sql("ALTER ROLE \(database.name) PASSWORD '\(Self.mark)/@x'")
        let url = database.url().replacing("s3cr3t%2Fp%40ss", with: "\(Self.mark)%2F%40x")
        let token = "\(Self.mark)-token-of-a-caller"
        let server = try await ServingExporter(
            [
                "serve", "--scripts", project.project.scripts, "--alembic-command", RunnableProject.alembic,
                "--run.enabled", "--run.any-environment", "--log.level", "debug", "--log.format", "json",
            ], environment: ["DATABASE_URL": url, "MIGRATION_EXPORTER_RUN_TOKEN": token])
        try await server.get("/readyz") { $0.code == 200 }
        let path = "/api/migrations/run"
        try await expectSilence(
            server.get(path, "-i", "-X", "POST", "-H", "Authorization: Bearer \(token)x").body, "a wrong token")
        let authorization = "Authorization: Bearer \(token)"
        let placed = try await server.get(path, "-i", "-X", "POST", "-H", authorization, "-H", "Prefer: respond-async")
        expectSilence(placed.body, "an order")
        let run = try #require(placed.body.firstMatch(of: /\/api\/migrations\/runs\/\w+/)?.0)
        var commandLines = ""
        let ended = try await server.get(String(run), within: 30, with: ["-H", authorization]) { answer in
            expectSilence(answer.body, "a run that goes on")
            commandLines += (try? self.commandLines(from: server.process)) ?? ""
            return answer.body.contains(#""success":"#)
        }
        #expect(ended.body.contains("ValueError") && ended.body.contains("***"), "\(ended.body)")
        #expect(commandLines.contains("upgrade"))
        expectSilence(commandLines, "the command lines")
        expectSilence(server.log, "the log")
        let upgrade = try await Exporter.run(
            project.arguments(["--output", "json"]), environment: ["DATABASE_URL": url])
        #expect(upgrade.status == 1)
        expectSilence(upgrade.output + upgrade.errors, "upgrade")
    }

    @Test func `while Alembic prints a password that is not in the URL`() async throws {
        let project = try RunnableProject(["aaaa1111"])
        try project.add(
            "bbbb2222", after: "aaaa1111",
            upgrade:
                "import os\nraise ValueError(os.environ.get('PGPASSWORD') or open(os.environ['PGPASSFILE']).read())")
        try project.project.write("*:*:*:*:\(Self.mark)/\n", to: "pass")
        let file = project.project.directory.file("pass")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        for environment in [["PGPASSWORD": "\(Self.mark)/"], ["PGPASSFILE": file]] {
            let database = try await PostgresCluster.shared().createDatabase()
            try await database.sql("ALTER ROLE \(database.name) PASSWORD '\(Self.mark)/'")
            let result = try await project.upgrade(
                database.url().replacing(":s3cr3t%2Fp%40ss", with: ""), environment: environment)
            #expect(result.status == 1 && result.output.contains("ValueError: "), "\(result.output)")
            #expect(result.output.contains("***"), "\(result.output)")
            expectSilence(result.output + result.errors, "upgrade")
        }
    }

    @Test(arguments: ["status", "validate", "history --current", "upgrade", "config check", "serve"])
    func `by a command that cannot use the URL`(command: String) async throws {
        let project = try Project()
        for text in Self.nonsense {
            let result = try await Exporter.run(
                command.split(separator: " ").map(String.init) + ["--scripts", project.scripts],
                environment: ["DATABASE_URL": text])
            #expect(result.status == 64, "\(text)")
            expectSilence(result.output + result.errors, "\(command) of \(text)")
        }
    }

    @Test func `into an image of its memory, of which the kernel writes none`() async throws {
        let project = try Project(["aaaa1111"])
        // As a user whose own files those below would be, if it let anybody look into its memory.
        let server = try await ServingExporter(
            ["serve", "--scripts", project.scripts], environment: ["DATABASE_URL": "sqlite:///none.db"],
            first: #"exec 9<"$1"; shift; set -- setpriv --reuid 65534 --clear-groups /proc/self/fd/9 "$@""#)
        let process = try server.process
        let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
        let ofCores = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
        #expect(ofCores?.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        // A kernel that hands images to a program does not look at the limit, but at this.
        #expect(try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8).contains("Uid:\t65534"))
        for file in ["mem", "environ"] {
            let facts = try FileManager.default.attributesOfItem(atPath: "/proc/\(process)/\(file)")
            #expect(facts[.ownerAccountID] as? Int == 0, "\(file)")
        }
    }
}
