import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Step by step beside the real Alembic")
struct StepByStepTests {
    enum Engine: String, CaseIterable, Sendable {
        case postgresql, sqlite
    }

    static let line = """
        [{"id": "aaaa1111", "down": []}, {"id": "bbbb2222", "down": ["aaaa1111"]},
         {"id": "cccc3333", "down": ["bbbb2222"]}]
        """
    static let merged = """
        [{"id": "aaaa1111", "down": []}, {"id": "bbbb2222", "down": ["aaaa1111"]},
         {"id": "bbbb3333", "down": ["aaaa1111"], "splice": true},
         {"id": "dddd4444", "down": ["bbbb2222", "bbbb3333"]}, {"id": "eeee5555", "down": ["dddd4444"]}]
        """
    static let dependent = """
        [{"id": "aaaa1111", "down": [], "labels": "app"}, {"id": "aaaa2222", "down": ["aaaa1111"]},
         {"id": "bbbb1111", "down": [], "labels": "lib"},
         {"id": "bbbb2222", "down": ["bbbb1111"], "depends_on": "aaaa2222"},
         {"id": "bbbb3333", "down": ["bbbb2222"]}]
        """

    @Test(arguments: Engine.allCases, [line, merged, dependent])
    func `we say what it says, up and down`(engine: Engine, revisions: String) async throws {
        let directory = try TemporaryDirectory()
        let steps: [Step]
        switch engine {
        case .sqlite:
            steps = try await self.steps("sqlite:///\(directory.file("app.db"))", nil, revisions, in: directory)
        case .postgresql:
            let database = try await PostgresCluster.shared().createDatabase()
            let url = database.url()
            let driver = url.replacingOccurrences(of: "postgresql:", with: "postgresql+psycopg2:")
            steps = try await self.steps(driver, url, revisions, in: directory)
        }
        #expect(steps.count >= 5)
        for step in steps { try step.check(hasLabels: revisions.contains("labels")) }
    }

    private func steps(
        _ url: String, _ ours: String?, _ revisions: String, in directory: TemporaryDirectory
    ) async throws -> [Step] {
        let program = Alembic.packageRoot.appending("Tests/ProductTests/Oracle/steps.py").string
        let json = try await Alembic.python([
            program, try Exporter.path, url, ours ?? url, directory.path, revisions,
        ])
        return try JSONDecoder().decode([Step].self, from: Data(json.utf8))
    }
}

/// What both sides say after one step.
private struct Step: Decodable {
    struct Command: Decodable {
        let status: Int
        let output: String
        let errors: String
    }

    struct Alembic: Decodable {
        let rows: [String]
        let tables: [String]
        let initialized: Bool
        let pending: [String]
        let current: [String]
        let heads: [String]
        let history: [String]
    }

    let step: String
    let alembic: Alembic
    let status: Command
    let validate: Command
    let historyText: Command
    let historyJSON: Command

    func check(hasLabels: Bool) throws {
        let status = try JSONDecoder().decode(Status.self, from: Data(status.output.utf8))
        let isUpToDate = alembic.pending.isEmpty
        #expect(status.current_revisions == alembic.rows, "\(step)")
        #expect(status.head_revisions.sorted() == alembic.heads, "\(step)")
        #expect(status.pending_revisions.map(\.revision) == alembic.pending, "\(step)")
        #expect(status.is_up_to_date == isUpToDate, "\(step)")
        #expect(
            status.state == (isUpToDate ? "up_to_date" : alembic.initialized ? "behind" : "uninitialized"), "\(step)")
        #expect(self.status.status == (isUpToDate ? 0 : 1), "\(step): \(self.status.errors)")
        // `alembic current` adds what the rows depend on, so it may show more, and never less.
        #expect(Set(alembic.rows).isSubset(of: alembic.current), "\(step)")

        let validation = try JSONDecoder().decode(Validation.self, from: Data(validate.output.utf8))
        #expect(validation.existing_tables == alembic.tables, "\(step)")
        #expect(validation.missing_tables == [], "\(step)")
        #expect(validation.unexpected_tables == [], "\(step)")
        #expect(validation.unverified.isEmpty, "\(step)")
        let creating = alembic.pending.filter { $0 != "dddd4444" }.map { "t_\($0)" }.sorted()
        #expect(validation.pending_tables == creating, "\(step)")
        #expect(validation.valid == creating.isEmpty, "\(step)")
        #expect(validate.status == (creating.isEmpty ? 0 : 1), "\(step)")
        #expect(validation.alembic_initialized == alembic.initialized, "\(step)")

        let lines = historyText.output.split(separator: "\n").map(\.withoutDrawing)
        #expect(historyText.status == 0)
        #expect(hasLabels ? lines.map(\.withoutNotes) == alembic.history.map(\.withoutNotes) : lines == alembic.history)
        let history = try JSONDecoder().decode(History.self, from: Data(historyJSON.output.utf8))
        #expect(history.migrations.map(\.revision) == alembic.history.map(\.revision))
    }

    struct Status: Decodable {
        struct Pending: Decodable {
            let revision: String
        }

        let current_revisions: [String]
        let head_revisions: [String]
        let pending_revisions: [Pending]
        let is_up_to_date: Bool
        let state: String
    }

    struct Validation: Decodable {
        struct Unverified: Decodable {}

        let valid: Bool
        let existing_tables: [String]
        let missing_tables: [String]
        let pending_tables: [String]
        let unexpected_tables: [String]
        let unverified: [Unverified]
        let alembic_initialized: Bool
    }

    struct History: Decodable {
        struct Entry: Decodable {
            let revision: String
        }

        let migrations: [Entry]
    }
}

extension Substring {
    /// A line of our history without the graph in front of it.
    fileprivate var withoutDrawing: String { String(drop { "●│─┐┘┤├┼ ".contains($0) }) }
}

extension String {
    /// A line of `alembic history` without what stands in brackets: Alembic spreads labels over a branch.
    fileprivate var withoutNotes: String { replacing(#/ \([^)]*\)/#, with: "") }

    /// The revision of such a line.
    fileprivate var revision: String {
        firstMatch(of: /-> ([^ ,]+)/).map { String($0.1) } ?? ""
    }
}
