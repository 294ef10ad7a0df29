import Inspector
import MigrationModel
import PostgresSession

/// What the catalog said when it was last read in full, and how it is known that it still says so.
struct Catalog {
    let scope: CatalogScope
    let fingerprint: String
    let candidates: [Candidate]
    /// The version table that is meant; `nil` where there is none.
    let chosen: Candidate?
    let tables: [TableName]
    let definitions: DatabaseSchema?

    /// The number of answers that it is read from, behind the fingerprint.
    static func answerCount(_ scope: CatalogScope) -> Int { scope.detailed == nil ? 2 : 7 }

    /// - `answers`: of the candidates and of ``CatalogScript``, in their order.
    /// - `defaultSchema`: where names without a schema are looked up.
    init(
        _ answers: ArraySlice<Session.Rows>, fingerprint: String, request: ReadingRequest, defaultSchema: String?
    ) throws(ReadError) {
        scope = CatalogScope(request)
        self.fingerprint = fingerprint
        let answers = Array(answers)
        candidates = answers[0].compactMap(Candidate.init)
        chosen = try request.versionTable.choose(from: candidates)
        let versionTables = Set(([chosen].compactMap(\.self) + candidates.filter { $0.column == .text }).map(\.name))
        var reading = DefinitionReading(defaultSchema: request.schemas.first ?? defaultSchema)
        var tables: [TableName] = []
        for row in answers[1] {
            guard row.count == 4, let schema = row[0], let name = row[1], let number = row[2] else { continue }
            let table = TableName(schema: schema.text, name.text)
            guard !versionTables.contains(table) else { continue }
            tables.append(table)
            if row[3]?.text == "t" { reading.begin(table, number: number.text) }
        }
        self.tables = tables
        guard scope.detailed != nil else {
            definitions = nil
            return
        }
        for row in answers[2] { reading.addColumn(row) }
        reading.addConstraints(answers[3])
        reading.addIndexes(answers[4])
        for row in answers[5] { reading.addRelation(row, besides: versionTables) }
        for row in answers[6] { reading.addLabel(row) }
        definitions = reading.schema
    }
}
