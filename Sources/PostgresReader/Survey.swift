import Inspector
import MigrationModel
import PostgresSession

/// What the server said in one reading, but for the rows of the version table.
struct Survey {
    let guarantees: Guarantees
    let catalog: Catalog
    /// The number of answers that it took.
    let answerCount: Int

    /// - `answers`: of the statements in ``ReadingTransaction``'s first message, in their order.
    /// - `known`: the catalog whose fingerprint was in that message.
    init(_ answers: [Session.Rows], request: ReadingRequest, known: Catalog?) throws(ReadError) {
        answerCount = 2 + Catalog.answerCount(CatalogScope(request))
        guard answers.count >= answerCount, let fingerprint = answers[1].first?.first??.text else {
            throw .failed("the server left out an answer")
        }
        do throws(Guarantees.Missing) {
            guarantees = try Guarantees(answers[0], limit: request.limit)
        } catch {
            throw .notProtected(error.text)
        }
        if let known, known.fingerprint == fingerprint {
            catalog = known
        } else {
            catalog = try Catalog(
                answers[2..<answerCount], fingerprint: fingerprint, request: request,
                defaultSchema: guarantees.defaultSchema)
        }
    }

    func checkReadable(_ table: Candidate) throws(ReadError) {
        guard table.column != .missing else { throw .notAVersionTable(table.name, "it has no column version_num") }
        guard table.isReadable else { throw .notPermitted(table.name, role: guarantees.role) }
    }
}
