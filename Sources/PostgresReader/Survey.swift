import Inspector
import MigrationModel
import PostgresSession

/// What the catalog says in one reading.
struct Survey {
    let guarantees: Guarantees
    let candidates: [Candidate]
    let chosen: Candidate?
    let tables: [TableName]

    /// Of the answers of the statements in ``ReadingTransaction``'s first message, in their order.
    init(_ answers: [Session.Rows], request: ReadingRequest) throws(ReadError) {
        guard answers.count >= 3 else { throw .failed("the server left out an answer") }
        do throws(Guarantees.Missing) {
            guarantees = try Guarantees(answers[0], limit: request.limit)
        } catch {
            throw .notProtected(error.text)
        }
        candidates = answers[1].compactMap(Candidate.init)
        chosen = try request.versionTable.choose(from: candidates)
        let versionTables = Set(([chosen].compactMap(\.self) + candidates.filter { $0.column == .text }).map(\.name))
        tables = answers[2].compactMap { row in
            guard row.count == 2, let schema = row[0], let name = row[1] else { return nil }
            let table = TableName(schema: schema.text, name.text)
            return versionTables.contains(table) ? nil : table
        }
    }

    func checkReadable(_ table: Candidate) throws(ReadError) {
        guard table.column != .missing else { throw .notAVersionTable(table.name, "it has no column version_num") }
        guard table.isReadable else { throw .notPermitted(table.name, role: guarantees.role) }
    }
}
