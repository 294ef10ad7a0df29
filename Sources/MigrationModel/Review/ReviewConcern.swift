/// Something in a revision that holds up or breaks code that runs while it is applied.
package struct ReviewConcern: Sendable, Equatable {
    package let kind: ReviewKind
    package let place: ScriptPlace
    /// What it is about: `the column users.email`.
    package let subject: String
    /// Why somebody accepts it, as the script says; `nil` where nobody does.
    package let acceptance: String?

    package init(_ kind: ReviewKind, _ subject: String, at place: ScriptPlace, acceptance: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.place = place
        self.acceptance = acceptance
    }

    /// One sentence: what, and why that is a risk.
    package var message: String { kind.message(about: subject) }
    /// The safe form.
    package var cure: String { kind.cure }
}

/// The closed set of what a review can find: an interface, as `kind` in JSON.
package enum ReviewKind: String, Sendable, CaseIterable {
    case indexWithoutConcurrently = "index_without_concurrently"
    case concurrentlyInTransaction = "concurrently_in_transaction"
    case uniqueConstraint = "unique_constraint"
    case notNullWithoutDefault = "not_null_without_default"
    case setNotNull = "set_not_null"
    case typeChange = "type_change"
    case droppedColumn = "dropped_column"
    case renamedColumn = "renamed_column"
    case droppedTable = "dropped_table"
    case renamedTable = "renamed_table"
    case foreignKeyWithoutNotValid = "foreign_key_without_not_valid"
    case checkWithoutNotValid = "check_without_not_valid"
    case mixedDataChange = "mixed_data_change"

    /// Whether it is about locks, which only PostgreSQL takes so, and not about the code that runs.
    package var isAboutLocks: Bool {
        switch self {
        case .indexWithoutConcurrently, .concurrentlyInTransaction, .uniqueConstraint, .setNotNull,
            .foreignKeyWithoutNotValid, .checkWithoutNotValid, .mixedDataChange:
            true
        case .notNullWithoutDefault, .typeChange, .droppedColumn, .renamedColumn, .droppedTable, .renamedTable: false
        }
    }

    fileprivate func message(about subject: String) -> String {
        switch self {
        case .indexWithoutConcurrently: "\(subject) is built while nobody can write to the table."
        case .concurrentlyInTransaction: "\(subject) is CONCURRENTLY, which fails inside a transaction."
        case .uniqueConstraint: "\(subject) builds its index while nobody can read or write the table."
        case .notNullWithoutDefault:
            "\(subject) is NOT NULL without a default: it fails where the table has rows, and so does each INSERT of "
                + "code that does not know the column."
        case .setNotNull: "\(subject) becomes NOT NULL: all rows are looked at while nobody can read or write them."
        case .typeChange:
            "\(subject) gets another type: the table may be written anew while nobody can read or write it, and code "
                + "that runs expects the old type."
        case .droppedColumn: "\(subject) goes away, and code that runs still selects and inserts it."
        case .renamedColumn: "\(subject) gets another name, and code that runs knows the old one."
        case .droppedTable: "\(subject) goes away, and code that runs may still use it."
        case .renamedTable: "\(subject) gets another name, and code that runs knows the old one."
        case .foreignKeyWithoutNotValid:
            "\(subject) checks all rows while nobody can write to either of the two tables."
        case .checkWithoutNotValid: "\(subject) checks all rows while nobody can read or write them."
        case .mixedDataChange:
            "\(subject) are changed in the transaction that changes the schema: its locks are held until all are done."
        }
    }

    fileprivate var cure: String {
        switch self {
        case .indexWithoutConcurrently:
            "In `with op.get_context().autocommit_block():` use op.create_index(…, postgresql_concurrently=True)."
        case .concurrentlyInTransaction: "Put it into `with op.get_context().autocommit_block():`."
        case .uniqueConstraint:
            "Build a unique index CONCURRENTLY first, then ALTER TABLE … ADD CONSTRAINT … UNIQUE USING INDEX."
        case .notNullWithoutDefault:
            "Give it a server_default; or add it as nullable, fill it, and make it NOT NULL in a later release."
        case .setNotNull:
            "Add CHECK (… IS NOT NULL) NOT VALID, VALIDATE it in a later transaction, then set NOT NULL, which then "
                + "looks at no row."
        case .typeChange:
            "Add a column of the new type, write both, fill it, read it, and drop the old one in a later release. "
                + "A longer varchar, or text instead of it, is safe where existing_type names the old one."
        case .droppedColumn:
            "First release code that does not know the column (deferred(), or not in the model); drop it in the next."
        case .renamedColumn:
            "Add the new column, write both, fill it, read it, and drop the old one in a later release."
        case .droppedTable: "First release code that does not use the table; drop it in the next."
        case .renamedTable:
            "Leave a view of the old name until no code uses it, or make a new table and move the rows in steps."
        case .foreignKeyWithoutNotValid, .checkWithoutNotValid:
            "Add it with postgresql_not_valid=True, and in a later transaction ALTER TABLE … VALIDATE CONSTRAINT."
        case .mixedDataChange:
            "Give the change of rows a revision of its own, in batches where there are many, and env.py's "
                + "context.configure() transaction_per_migration=True: without it Alembic applies all that is pending in "
                + "one transaction."
        }
    }
}
