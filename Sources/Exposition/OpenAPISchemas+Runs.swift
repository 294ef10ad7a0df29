import Inspector
import MigrationModel

/// What `RunJSON` writes, and what it is asked with.
extension OpenAPISchemas {
    /// The name of the credential for runs.
    static let token = "runToken"

    static let tokens: [(String, JSON)] = [
        (
            token,
            .object([
                ("type", .string("http")), ("scheme", .string("bearer")),
                ("description", .string("One of the tokens of --run.token-file.")),
            ])
        )
    ]

    static let runs: [(String, JSON)] = [
        ("RunOrder", order), ("Run", run), ("RunInProgress", inProgress), ("RevisionReference", reference),
    ]

    private static let order = Schema.closedObject(optional: [
        ("dry_run", Schema.described(Schema.truth, "Say what would be applied, and start nothing.")),
        (
            "expected_current_revision",
            Schema.described(Schema.text, "Run only where this is the one row of the version table.")
        ),
    ])

    private static let reference = Schema.object([("revision", Schema.text), ("message", Schema.text)])

    private static let references = Schema.list(of: Schema.reference(to: "RevisionReference"))

    private static let run = Schema.object([
        ("success", Schema.truth), ("outcome", Schema.word(of: RunOutcome.allCases.map(\.rawValue))),
        ("error", Schema.textOrNull), ("advice", Schema.textOrNull),
        (
            "pre_migration",
            Schema.orNull(
                Schema.object([
                    ("revision", Schema.textOrNull), ("revisions", Schema.texts),
                    ("pending_count", Schema.countOrNull), ("state", Schema.reference(to: "State")),
                ]))
        ),
        (
            "post_migration",
            Schema.orNull(
                Schema.object([
                    ("revision", Schema.textOrNull), ("revisions", Schema.texts),
                    ("is_up_to_date", Schema.truthOrNull), ("state", Schema.reference(to: "State")),
                ]))
        ),
        ("operation", Schema.word(of: ["upgrade", "downgrade", "stamp"])),
        ("applied_revisions", references), ("reverted_revisions", references), ("planned_revisions", references),
        ("sql", Schema.textOrNull),
        (
            "backup",
            Schema.orNull(
                Schema.object([
                    ("file", Schema.text), ("bytes", Schema.count), ("restore", Schema.text),
                    ("restore_needs", Schema.text),
                ]))
        ),
        ("target", Schema.text), ("database", Schema.text), ("started_at", Schema.time),
        ("duration_seconds", Schema.amount), ("log", Schema.texts), ("timestamp", Schema.time),
    ])

    private static let inProgress = Schema.object([
        ("id", Schema.text), ("status", Schema.word(of: ["running"])), ("database", Schema.text),
        ("started_at", Schema.time), ("age_seconds", Schema.amount), ("log", Schema.texts),
        ("timestamp", Schema.time),
    ])
}
