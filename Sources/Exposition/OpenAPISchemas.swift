import Inspector
import MigrationModel

/// What the JSON answers look like: each field that `HealthJSON` and `MigrationsJSON` write, and where it can be null.
enum OpenAPISchemas {
    static let all: [(String, JSON)] = [
        ("Error", error), ("Health", health), ("HealthOfDatabase", healthOfDatabase), ("DraftHealth", draftHealth),
        ("HealthForEverybody", healthForEverybody), ("DraftHealthForEverybody", draftHealthForEverybody),
        ("Status", status), ("History", history), ("Validation", validation), ("State", state), ("Finding", finding),
        ("ReviewConcern", concern),
    ]

    private static let error = Schema.object([
        ("error", Schema.described(Schema.text, "What is wrong, and what to do.")), ("timestamp", Schema.time),
    ])

    private static let state = Schema.word(of: State.allCases.map(\.rawValue))

    private static let finding = Schema.object([
        ("kind", Schema.word(of: FindingKind.allCases.map(\.rawValue))), ("message", Schema.text),
        ("cure", Schema.text), ("file", Schema.textOrNull), ("line", Schema.countOrNull),
    ])

    private static let concern = Schema.object([
        ("kind", Schema.word(of: ReviewKind.allCases.map(\.rawValue))), ("revision", Schema.text),
        ("message", Schema.text), ("cure", Schema.text), ("file", Schema.text), ("line", Schema.count),
        ("accepted", Schema.described(Schema.textOrNull, "The reason that the script gives for it, or null.")),
    ])

    private static let healthWord = Schema.word(of: HealthStatus.allCases.map(\.word))

    private static let health = Schema.object([
        ("status", Schema.described(healthWord, "The worst of the services.")), ("version", Schema.text),
        ("uptime_seconds", Schema.count), ("timestamp", Schema.time),
        (
            "services",
            Schema.described(Schema.map(of: Schema.reference(to: "HealthOfDatabase")), "By the names of the databases.")
        ),
    ])

    private static let healthOfDatabase = Schema.object(
        [
            ("status", healthWord), ("engine", Schema.word(of: WatchedDatabase.Engine.allCases.map(\.rawValue))),
            ("latency_ms", Schema.amountOrNull), ("sampled_at", Schema.timeOrNull),
            ("age_seconds", Schema.amountOrNull), ("error", Schema.textOrNull),
        ],
        optional: [
            (
                "migrations",
                Schema.described(
                    Schema.object([
                        ("state", Schema.reference(to: "State")), ("is_up_to_date", Schema.truthOrNull),
                        ("current_revision", Schema.textOrNull), ("head_revision", Schema.textOrNull),
                        ("pending_count", Schema.countOrNull), ("missing_tables", Schema.texts),
                        (
                            "missing_columns",
                            Schema.described(Schema.texts, "As `table.column`, in tables that are there.")
                        ),
                        ("state_since", Schema.timeOrNull), ("run_in_progress", Schema.truth),
                    ]), "Left out with exclude=migrations.")
            )
        ])

    /// Without credentials, where there are users.
    private static let healthForEverybody = Schema.object([
        ("status", healthWord),
        (
            "services",
            Schema.map(of: Schema.object([("status", healthWord), ("age_seconds", Schema.amountOrNull)]))
        ),
    ])

    private static let draftHealthForEverybody = Schema.object([
        ("status", draftWord),
        (
            "checks",
            Schema.map(
                of: Schema.list(
                    of: Schema.object([
                        ("observedValue", Schema.amountOrNull), ("observedUnit", Schema.word(of: ["s"])),
                        ("status", draftWord),
                    ])))
        ),
    ])

    private static let draftWord = Schema.word(of: HealthStatus.allCases.map(\.draftWord))

    private static let draftHealth = Schema.object([
        ("status", draftWord), ("version", Schema.text), ("serviceId", Schema.text),
        (
            "checks",
            Schema.map(
                of: Schema.list(
                    of: Schema.object(
                        [
                            ("componentId", Schema.text), ("componentType", Schema.text),
                            ("observedValue", Schema.reference(to: "State")), ("status", draftWord),
                            ("time", Schema.timeOrNull),
                        ],
                        optional: [("output", Schema.text)])))
        ),
    ])

    private static let status = Schema.object([
        ("current_revision", Schema.described(Schema.textOrNull, "Null where there are none or several.")),
        ("head_revision", Schema.described(Schema.textOrNull, "Null where there are none or several.")),
        ("is_up_to_date", Schema.described(Schema.truthOrNull, "Null while the state is unknown.")),
        (
            "pending_revisions",
            Schema.described(
                Schema.list(of: Schema.object([("revision", Schema.text), ("message", Schema.text)])),
                "In the order in which an upgrade would apply them.")
        ),
        ("pending_count", Schema.described(Schema.countOrNull, "Null where the rows do not tell.")),
        ("total_revisions", Schema.countOrNull), ("database_url_masked", Schema.text),
        ("state", Schema.reference(to: "State")), ("state_since", Schema.timeOrNull),
        ("current_revisions", Schema.texts), ("head_revisions", Schema.texts),
        ("effective_head_revisions", Schema.texts), ("target", Schema.text), ("version_table", Schema.textOrNull),
        ("findings", Schema.list(of: Schema.reference(to: "Finding"))),
        (
            "review",
            Schema.described(
                Schema.list(of: Schema.reference(to: "ReviewConcern")),
                "What in pending revisions would hold up or break code that runs.")
        ),
        ("error", Schema.textOrNull), ("database", Schema.text), ("sampled_at", Schema.timeOrNull),
        ("age_seconds", Schema.amountOrNull),
        ("timestamp", Schema.time),
    ])

    private static let history = Schema.object([
        (
            "migrations",
            Schema.described(
                Schema.list(
                    of: Schema.object([
                        ("revision", Schema.text), ("message", Schema.text), ("created", Schema.timeOrNull),
                        ("author", Schema.textOrNull), ("branch_labels", Schema.declaration),
                        ("depends_on", Schema.declaration), ("down_revision", Schema.declaration),
                        ("is_head", Schema.truth),
                        ("applied", Schema.described(Schema.truthOrNull, "Null while that is not known.")),
                        ("path", Schema.text),
                    ])), "Newest first, in the order of `alembic history`.")
        )
    ])

    private static let validation = Schema.object([
        ("valid", Schema.described(Schema.truthOrNull, "Null while that is not known.")),
        ("existing_tables", Schema.texts), ("missing_tables", Schema.texts),
        ("alembic_initialized", Schema.truthOrNull), ("pending_tables", Schema.texts),
        ("unexpected_tables", Schema.texts),
        (
            "differences",
            Schema.list(
                of: Schema.object([
                    ("kind", Schema.word(of: SchemaDifference.Kind.allCases.map(\.rawValue))),
                    ("table", Schema.text),
                    ("column", Schema.described(Schema.textOrNull, "Null where the table as a whole is meant.")),
                    ("expected", Schema.textOrNull), ("actual", Schema.textOrNull),
                    ("revision", Schema.described(Schema.textOrNull, "The revision whose script says so.")),
                    ("file", Schema.textOrNull), ("line", Schema.countOrNull),
                ]))
        ),
        (
            "unverified",
            Schema.list(
                of: Schema.object([
                    ("table", Schema.described(Schema.textOrNull, "Null for any table.")),
                    ("column", Schema.described(Schema.textOrNull, "Null for the table as a whole.")),
                    ("reason", Schema.text), ("file", Schema.text), ("line", Schema.count),
                ]))
        ),
        ("expected_from", Schema.word(of: SchemaComparison.Source.allCases.map(\.rawValue))),
        ("error", Schema.textOrNull), ("state", Schema.reference(to: "State")), ("database", Schema.text),
        ("sampled_at", Schema.timeOrNull), ("age_seconds", Schema.amountOrNull), ("timestamp", Schema.time),
    ])
}
