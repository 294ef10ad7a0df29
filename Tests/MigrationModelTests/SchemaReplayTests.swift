import MigrationModel
import TestSupport
import Testing

@Suite("What should exist after the steps of scripts")
struct SchemaReplayTests {
    static let users = TableName("users")
    static let posts = TableName("posts")
    static let doubt = Doubt(.tables([users]), reason: "SQL", file: "a.py", line: 9)

    private static func column(_ name: String, isNullable: Bool? = true) -> ColumnDefinition {
        ColumnDefinition(name, ColumnType("TEXT"), isNullable: isNullable, defaultValue: .none)
    }

    static let created = SchemaChange.createTable(
        users,
        TableDefinition(
            columns: [column("id", isNullable: false), column("name"), column("mail")],
            constraints: [
                ConstraintDefinition("users_pk", .primaryKey(["id"])), ConstraintDefinition(nil, .unique(["mail"])),
                ConstraintDefinition(nil, .check("length(name) > 0")),
            ], indexes: [IndexDefinition("users_name", on: ["name"], isUnique: false)]), isWhole: true)
    static let referring = SchemaChange.createTable(
        posts,
        TableDefinition(
            columns: [column("author")],
            constraints: [ConstraintDefinition("posts_fk", .foreignKey(["author"], table: users, referred: ["id"]))]),
        isWhole: true)

    /// What is expected, in words.
    private static func words(_ schema: ExpectedSchema) -> [String] {
        let tables = schema.tables.sorted { $0.key < $1.key }.map { name, table in
            var parts = table.definition.columns.map { column in
                "\(column.name)\(column.isNullable == false ? "!" : column.isNullable == nil ? "?" : "")"
            }
            parts += table.definition.constraints.map { "\($0.name ?? "-"):\($0.kind.words)" }
            parts += table.definition.indexes.map { "\($0.name ?? "-"):index(\($0.parts.joined(separator: ",")))" }
            parts += table.doubts.map { "may have \($0.column ?? "anything")" }
            parts += table.doubtsAboutDetails.map { "(\($0.column.map { "\($0): " } ?? "")\($0.doubt.reason))" }
            return "\(name): \(parts.joined(separator: " "))\(table.columnsAreWhole ? "" : " …")"
        }
        return tables + schema.unverified.keys.sorted().map { "\($0) is unverified" }
            + schema.presupposed.keys.sorted().map { "\($0) is presupposed" }
            + (schema.doubtsAboutAll.isEmpty ? [] : ["anything is doubtful"]) + (schema.isWhole ? [] : ["not whole"])
    }

    private static func replay(_ changes: [SchemaChange], then conditional: [SchemaChange] = []) -> [String] {
        var replay = SchemaReplay(defaultSchema: "public")
        for step in [SchemaStep].of("a", changes) { replay.apply(step) }
        for step in [SchemaStep].of("b", conditional, condition: "under if") { replay.apply(step) }
        return words(replay.schema)
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        var changes: [SchemaChange] = []
        var conditional: [SchemaChange] = []
        let expected: [String]

        init(_ name: String, _ changes: SchemaChange..., if conditional: [SchemaChange] = [], gives expected: [String])
        {
            testDescription = name
            self.changes = changes
            self.conditional = conditional
            self.expected = expected
        }
    }

    private static let whole =
        "users: id! name mail users_pk:pk(id) -:unique(mail) -:check(length(name) > 0) users_name:index(name)"
    private static let reference = "posts: author posts_fk:fk(author→users(id))"

    @Test(arguments: tables + columns + details + doubts + paths)
    func `steps are followed`(example: Case) {
        #expect(Self.replay(example.changes, then: example.conditional) == example.expected)
    }

    private static let tables = [
        Case("a table is created", created, gives: [whole]),
        Case("a table is dropped", created, referring, .dropTable(posts), gives: [whole]),
        Case(
            "a table is dropped with what refers to it", created, referring, .dropTable(users, cascades: true),
            gives: ["posts: author"]),
        Case(
            "a renamed table is referred to by its new name", created, referring,
            .renameTable(users, to: TableName("people")),
            gives: [whole.replacing("users:", "people:"), reference.replacing("users", "people")]),
        Case(
            "the default schema is no other one", created, .dropColumn(TableName(schema: "public", "users"), "mail"),
            gives: ["users: id! name users_pk:pk(id) -:check(length(name) > 0) users_name:index(name)"]),
        Case(
            "a table that nothing creates is presupposed", .alterTable(users), created, .alterTable(posts),
            gives: [whole, "posts is presupposed", "not whole"]),
        Case(
            "a presupposed table may be renamed", .renameTable(users, to: posts),
            gives: ["posts is presupposed", "not whole"]),
        Case(
            "one that may be there already keeps what is known", created,
            .createTable(users, TableDefinition(), isWhole: true, ifNotExists: true), gives: [whole]),
    ]

    private static let columns = [
        Case(
            "a column comes with its constraints and indexes", referring,
            .addColumn(
                posts,
                AddedColumn(
                    column("slug"), constraints: [ConstraintDefinition(nil, .unique(["slug"]))],
                    indexes: [IndexDefinition("i", on: ["slug"], isUnique: true)])),
            gives: ["posts: author slug posts_fk:fk(author→users(id)) -:unique(slug) i:index(slug)"]),
        Case(
            "a column goes with what is on it", created, .dropColumn(users, "name"),
            gives: ["users: id! mail users_pk:pk(id) -:unique(mail)"]),
        Case(
            "a column goes with what is computed from it", created,
            .addColumn(
                users,
                AddedColumn(
                    ColumnDefinition(
                        "size", nil, isNullable: true, defaultValue: .generated("length(name)"), place: nil))),
            .dropColumn(users, "name"), gives: ["users: id! mail users_pk:pk(id) -:unique(mail) may have size"]),
        Case(
            "a column goes without what is on one whose name begins so", created,
            .addColumn(users, AddedColumn(column("na"))), .dropColumn(users, "na"), gives: [whole]),
        Case(
            "a renamed column keeps what is on it", created, referring,
            .alterColumn(users, "id", ColumnAlteration(name: .changed("uid"))),
            .alterColumn(users, "name", ColumnAlteration(name: .changed("title"))),
            gives: [
                "posts: author posts_fk:fk(author→users(uid))",
                "users: uid! title mail users_pk:pk(uid) -:unique(mail) users_name:index(title)",
            ]),
        Case(
            "a column becomes mandatory, or nobody knows", created,
            .alterColumn(users, "name", ColumnAlteration(isNullable: .changed(false))),
            .alterColumn(users, "mail", ColumnAlteration(isNullable: .unknown)),
            gives: [whole.replacing("name mail", "name! mail?")]),
        Case(
            "a primary key makes its columns mandatory", referring,
            .addConstraint(posts, ConstraintDefinition("pk", .primaryKey(["author"]))),
            gives: ["posts: author! posts_fk:fk(author→users(id)) pk:pk(author)"]),
    ]

    private static func including(_ name: String, _ columns: [String]?) -> IndexDefinition {
        var index = IndexDefinition(name, on: ["mail"], isUnique: false)
        index.included = columns
        return index
    }

    private static let details = [
        Case(
            "an index is found by its name alone", created, .dropIndex("users_name", on: nil),
            gives: [whole.replacing(" users_name:index(name)", "")]),
        Case(
            "an index follows its table", created, .renameTable(users, to: posts), .dropIndex("users_name", on: nil),
            gives: [whole.replacing("users:", "posts:").replacing(" users_name:index(name)", "")]),
        Case(
            "an index gets another name", created, .renameIndex("users_name", to: "i"),
            gives: [whole.replacing("users_name:index", "i:index")]),
        Case(
            "a constraint is dropped by its name", created, .dropConstraint(users, "users_pk"),
            gives: [whole.replacing(" users_pk:pk(id)", "")]),
        Case(
            "a constraint that the database named is dropped", created,
            .dropConstraint(users, "users_mail_key"), gives: [whole.replacing(" -:unique(mail)", "")]),
        Case(
            "an index that SQLAlchemy named is dropped", created,
            .createIndex(users, IndexDefinition(nil, on: ["mail"], isUnique: false), isConcurrent: false),
            .createIndex(users, IndexDefinition(nil, on: ["name"], isUnique: false), isConcurrent: false),
            .dropIndex("ix_users_mail", on: nil), gives: [whole + " -:index(name)"]),
        Case(
            "what refers to a table may go with a constraint of it", created, referring, .dropReferences(to: users),
            gives: ["posts: author (foreign keys to users, which may go with it)", whole]),
        Case(
            "a table that is an index gets another name", created,
            .renameTable(TableName("users_name"), to: TableName("i")),
            gives: [whole.replacing("users_name:index", "i:index")]),
        Case(
            "an index goes with a column that it only holds, and one of which that is not known", created,
            .createIndex(users, including("i", ["name"])), .createIndex(users, including("j", nil)),
            .createIndex(users, including("k", ["id"])), .dropColumn(users, "name"),
            gives: ["users: id! mail users_pk:pk(id) -:unique(mail) k:index(mail)"]),
        Case(
            "a constraint gets another name", created, .renameConstraint(users, "users_pk", to: "pk"),
            gives: [whole.replacing("users_pk:pk", "pk:pk")]),
    ]

    /// Names without a schema may mean tables of another one.
    private static let paths = [
        Case(
            "nothing is claimed of names behind another search path", created, .setSearchPath(first: "shop"), referring,
            gives: [whole, "posts is unverified", "anything is doubtful", "not whole"]),
        Case(
            "a table under its full name is another matter", .setSearchPath(first: "shop"),
            .createTable(TableName(schema: "public", "users"), TableDefinition(columns: [column("id")]), isWhole: true),
            gives: ["users: id"]),
        Case(
            "a foreign key to a table without a schema is doubtful with its table", .setSearchPath(first: "shop"),
            .createTable(
                TableName(schema: "public", "posts"),
                TableDefinition(constraints: [ConstraintDefinition(nil, .foreignKey(["a"], table: users, referred: []))]
                ),
                isWhole: true), gives: ["posts is unverified", "anything is doubtful", "not whole"]),
        Case(
            "the search path is set back", .setSearchPath(first: nil), .resetSearchPath, created, gives: [whole]),
        Case("the default schema comes first", .setSearchPath(first: "public"), created, gives: [whole]),
        Case(
            "an index and a type may be others", created, .setSearchPath(first: "shop"),
            .renameIndex("users_name", to: "i"), .renameType("TEXT", to: "t"),
            gives: [whole.replacing(" users_name:index(name)", ""), "anything is doubtful", "not whole"]),
        Case(
            "what refers to a table that may be renamed is doubtful too", created, referring,
            .setSearchPath(first: "shop"), .renameTable(users, to: TableName("people")),
            gives: [
                "posts: author (foreign keys to users, which may go with it)", "people is unverified",
                "users is unverified", "anything is doubtful", "not whole",
            ]),
        Case(
            "a search path that may be set", created, if: [.setSearchPath(first: "shop"), .dropTable(users)],
            gives: ["users is unverified", "anything is doubtful", "not whole"]),
    ]

    private static let doubts = [
        Case("a table that may be created", if: [created], gives: ["users is unverified"]),
        Case("a table that may be dropped", created, if: [.dropTable(users)], gives: ["users is unverified"]),
        Case(
            "a table that may be renamed", created, if: [.renameTable(users, to: posts)],
            gives: ["posts is unverified", "users is unverified"]),
        Case(
            "a column that may be added", created, if: [.addColumn(users, AddedColumn(column("new")))],
            gives: [whole + " may have new"]),
        Case(
            "a column that may be added and is there", created, if: [.addColumn(users, AddedColumn(column("name")))],
            gives: [whole]),
        Case(
            "a column that may be dropped", created, if: [.dropColumn(users, "mail")],
            gives: ["users: id! name users_pk:pk(id) -:check(length(name) > 0) users_name:index(name) may have mail"]),
        Case(
            "a column that may be mandatory", created,
            if: [.alterColumn(users, "mail", ColumnAlteration(isNullable: .changed(false)))],
            gives: [whole.replacing("mail users", "mail? users") + " (mail: its type, default or NULL under if)"]),
        Case(
            "an index and a constraint that may be there", created,
            if: [
                .createIndex(users, IndexDefinition("i", on: ["mail"], isUnique: false), isConcurrent: false),
                .addConstraint(users, ConstraintDefinition("c", .unique(["name"]))),
            ], gives: [whole + " (an index under if) (a constraint under if)"]),
        Case(
            "an index and a constraint that may be gone", created,
            if: [.dropIndex("users_name", on: nil), .dropConstraint(users, "users_pk")],
            gives: [
                whole.replacing(" users_name:index(name)", "").replacing(" users_pk:pk(id)", "")
                    + " (the index users_name, dropped under if) (a constraint that is dropped under if)"
            ]),
        Case(
            "a constraint of a name that the database does not give", created, .dropConstraint(users, "one_mail"),
            gives: [
                whole.replacing(" -:unique(mail) -:check(length(name) > 0)", "")
                    + " (constraints of which one may be dropped here)"
            ]),
        Case(
            "SQL that may touch a table", created, referring, .opaque(doubt), gives: [reference, "users is unverified"]),
        Case(
            "anything", created, .opaque(Doubt(.anyTable, reason: "SQL", file: "a.py", line: 1)), referring,
            gives: [reference, "users is unverified", "anything is doubtful", "not whole"]),
        Case(
            "another table", created, .opaque(Doubt(.newTable, reason: "SQL", file: "a.py", line: 1)),
            gives: [whole, "anything is doubtful", "not whole"]),
        Case(
            "anything inside a table", created, .opaque(Doubt(.inside([users]), reason: "SQL", file: "a.py", line: 1)),
            .addColumn(users, AddedColumn(column("new"))), gives: ["users: new may have anything …"]),
        Case(
            "another column", created, .opaque(Doubt(.additions([users]), reason: "SQL", file: "a.py", line: 1)),
            gives: [whole + " may have anything …"]),
        Case(
            "a table that is surely created after a doubt", .opaque(doubt), created, gives: [whole]),
    ]

    @Test func `to SQLite a table is the same in capitals`() {
        var replay = SchemaReplay(dialect: .sqlite)
        let changes: [SchemaChange] = [
            .createTable(TableName("Users"), TableDefinition(), isWhole: true),
            .addColumn(TableName("users"), AddedColumn(Self.column("name"))),
            .renameTable(TableName("USERS"), to: TableName("People")),
            .addColumn(TableName("people"), AddedColumn(Self.column("mail"))),
            .createTable(TableName("users"), TableDefinition(), isWhole: true),
            .dropTable(TableName("Users")),
        ]
        for step in [SchemaStep].of("a", changes) { replay.apply(step) }
        #expect(Self.words(replay.schema) == ["People: name mail"])
    }

    @Test func `SQLite makes a table anew without its checks and its indexes on expressions`() {
        var replay = SchemaReplay(dialect: .sqlite)
        let changes: [SchemaChange] = [
            Self.created, .createIndex(Self.users, IndexDefinition("low", on: ["lower(mail)"], isUnique: false)),
            .createIndex(Self.users, IndexDefinition("some", on: [], isUnique: false)), .rebuildTable(Self.users),
        ]
        for step in [SchemaStep].of("a", changes) { replay.apply(step) }
        #expect(
            Self.words(replay.schema) == [
                "users: id! name mail users_pk:pk(id) -:unique(mail) users_name:index(name) (checks and indexes on expressions, which a batch may lose)"
            ])
        #expect(replay.schema.tables[Self.users]?.doubtsAboutDetails.count == 1)
    }

    @Test func `to SQLite a table of another file is no table of this one`() {
        var replay = SchemaReplay(dialect: .sqlite)
        let changes: [SchemaChange] = [
            .createTable(TableName(schema: "main", "users"), TableDefinition(), isWhole: true),
            .createTable(TableName(schema: "aux", "users"), TableDefinition(), isWhole: true),
            .addColumn(TableName(schema: "aux", "users"), AddedColumn(Self.column("a"))),
            .dropTable(TableName(schema: "aux", "users")),
            .createTable(TableName(schema: "temp", "t"), TableDefinition(), isWhole: true),
            .addColumn(Self.users, AddedColumn(Self.column("b"))),
        ]
        for step in [SchemaStep].of("a", changes) { replay.apply(step) }
        #expect(Self.words(replay.schema) == ["users: b", "temp.t is unverified"])
    }

    @Test func `to SQLite a column and an index are the same in capitals`() {
        var replay = SchemaReplay(dialect: .sqlite)
        let changes: [SchemaChange] = [
            Self.created, .renameIndex("Users_Name", to: "By_Name"), .dropIndex("by_name", on: nil),
            .dropColumn(Self.users, "NAME"),
            .alterColumn(Self.users, "Mail", ColumnAlteration(name: .changed("post"))),
        ]
        for step in [SchemaStep].of("a", changes) { replay.apply(step) }
        #expect(Self.words(replay.schema) == ["users: id! post users_pk:pk(id) -:unique(post)"])
    }

    @Test(.timeLimit(.minutes(1))) func `ten thousand revisions are followed in one pass`() {
        let ids = (0..<10_000).map { RevisionID("r\($0)") }.compactMap(\.self)
        let revisions = ids.indices.map { position in
            position == 0 ? Revision(ids[0]) : Revision(ids[position], after: ids[position - 1].text)
        }
        let steps = ids.indices.map { position in
            [SchemaStep].of(
                ids[position],
                [
                    position % 5 == 0
                        ? .createTable(TableName("t\(position / 5)"), TableDefinition(), isWhole: true)
                        : .addColumn(TableName("t\(position / 5)"), AddedColumn(Self.column("c\(position)")))
                ])
        }
        let scripts = MigrationScripts(revisions: revisions, steps: Dictionary(uniqueKeysWithValues: zip(ids, steps)))
        let schema = ExpectedSchema(after: revisions, of: scripts)
        #expect(schema.tables.count == 2_000)
        #expect(schema.tables.values.allSatisfy { $0.definition.columns.count == 4 })
    }

    @Test func `revisions with a step that cannot be followed are known`() {
        let scripts = MigrationScripts(
            Revision("a"), Revision("b", after: "a"), Revision("c", after: "b"),
            steps: [
                "a": .of("a", [Self.created, .changeRows(nil)]), "b": .of("b", [.opaque(Self.doubt)]),
                "c": .of("c", [.dropColumn(Self.users, "name")], condition: "under if"),
            ])
        #expect(scripts.opaqueRevisions == ["b", "c"])
    }
}

extension ConstraintDefinition.Kind {
    fileprivate var words: String {
        switch self {
        case .primaryKey(let columns): "pk(\(columns.joined(separator: ",")))"
        case .unique(let columns): "unique(\(columns.joined(separator: ",")))"
        case .foreignKey(let columns, let table, let referred):
            "fk(\(columns.joined(separator: ","))→\(table)(\(referred.joined(separator: ","))))"
        case .check(let sql): "check(\(sql))"
        case .exclude(let sql): "exclude(\(sql))"
        }
    }
}

extension String {
    fileprivate func replacing(_ part: String, _ new: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: new)
    }
}
