import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Types and defaults beside the real Alembic's comparison", .timeLimit(.minutes(3)))
struct AlembicComparisonTests {
    private struct Answer: Decodable {
        let asked: Int
        let differ: Int
        let falseAlarms: [String]
        let missed: [String]
        let unverified: [String]
    }

    private func ask(_ url: String, ours: String) async throws -> Answer {
        let directory = try TemporaryDirectory()
        let program = Alembic.packageRoot.appending("Tests/ProductTests/Oracle/comparison.py").string
        let json = try await Alembic.python([program, try Exporter.path, url, ours, directory.path])
        return try JSONDecoder().decode(Answer.self, from: Data(json.utf8))
    }

    @Test func `on PostgreSQL they agree, but that an array of a type is not that type`() async throws {
        let database = try await PostgresCluster.shared().createDatabase()
        let url = database.url()
        let answer = try await ask(url.replacing("postgresql:", with: "postgresql+psycopg2:"), ours: url)
        #expect(answer.asked > 800 && answer.differ > 700)
        #expect(
            answer.falseAlarms == [
                "ARRAY(Integer()) and integer", "ARRAY(Text()) and text", "Integer() and integer[]",
                "Text() and text[]",
            ])
        #expect(answer.missed == [])
        #expect(answer.unverified == [])
    }

    /// Of two empty texts Alembic's pattern takes the quotes off neither, and then off one.
    @Test func `on SQLite they agree, but that an empty text is an empty text`() async throws {
        let directory = try TemporaryDirectory()
        let url = "sqlite:///\(directory.file("app.db"))"
        let answer = try await ask(url, ours: url)
        #expect(answer.asked > 500 && answer.differ > 450)
        #expect(answer.falseAlarms == [])
        #expect(answer.missed == ["Text(), server_default='' and ''"])
        #expect(answer.unverified == [])
    }
}
