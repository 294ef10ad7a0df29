import Settings
import Testing

@Suite("What a newer configuration changes")
struct SettingsChangeTests {
    private static let file = """
        sample-interval: 15s
        scripts: /srv/app
        databases:
          - {name: orders, url: "postgresql://app:one@db:5432/orders", target: head}
          - {name: billing, url: "sqlite:////var/billing.db"}

        """

    private func settings(_ text: String) throws -> Settings {
        let file = try TemporaryFile(text)
        return try Settings(flags: ["config.file": [file.path]], environment: [:])
    }

    @Test(arguments: [
        ("nothing", "15s", "15s", ["billing", "orders"], ["billing", "orders"], []),
        ("the pace", "15s", "20s", [], ["billing", "orders"], []),
        ("a password", "app:one", "app:two", ["billing"], ["billing", "orders"], []),
        ("the role", "app:one", "other:one", ["billing"], ["billing", "orders"], []),
        ("the server", "@db:", "@db2:", ["billing"], ["billing"], []),
        ("the target", "target: head", "target: heads", ["billing"], ["billing"], []),
        ("the file", "billing.db", "other.db", ["orders"], ["orders"], []),
        ("a name", "name: billing", "name: invoices", ["orders"], ["orders"], []),
        ("the scripts", "/srv/app", "/srv/new", [], [], []),
        (
            "the address to listen on", "sample-interval: 15s",
            "sample-interval: 15s\nweb.listen-address: 127.0.0.1:1\nlog.level: debug", ["billing", "orders"],
            ["billing", "orders"], ["log.level", "web.listen-address"]
        ),
        (
            "what belongs to each run", "sample-interval: 15s",
            "sample-interval: 15s\nbefore: /bin/true\nafter: /bin/true\nbackup-to: /srv\nrun-timeout: 2h\nrun.token-file: /srv/tokens",
            ["billing", "orders"], ["billing", "orders"], []
        ),
    ])
    func `who goes on, and whose samples still count`(
        what: String, old: String, new: String, untouched: [String], unchanged: [String], restart: [String]
    ) throws {
        let change = SettingsChange(
            from: try settings(Self.file), to: try settings(Self.file.replacing(old, with: new)))
        #expect(change.untouched.sorted() == untouched, "\(what)")
        #expect(change.unchangedQuestions.sorted() == unchanged, "\(what)")
        #expect(change.waitingForRestart == restart, "\(what)")
    }
}
