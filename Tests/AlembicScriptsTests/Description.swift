import Foundation
import MigrationModel
import SystemPackage
import TestSupport

/// What Alembic, or our reading, says of one project, in a form that can be compared.
struct Description: Codable, Equatable, Sendable {
    var error: String?
    var heads: [String]?
    var effectiveHeads: [String]?
    var bases: [String]?
    var history: [String]?
    var revisions: [Revision]?
    /// What an upgrade to `heads` applies, for each revision that a database may stand at.
    var pending: [String: [String]?]?
    var pendingFromNothing: [String]?

    struct Revision: Codable, Equatable, Sendable {
        let id: String
        let down: Names?
        /// `nil` where Alembic, with stubs for what is not installed, cannot know them.
        var labels: [String]?
        let dependsOn: Names?
        let message: String
        let file: String
    }

    /// What the real Alembic says of projects, all asked in one process.
    static func ofAlembic(_ directories: [FilePath]) async throws -> [Description] {
        let program = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle/describe.py")
        let json = try await Alembic.python([program.string] + directories.map(\.string))
        return try JSONDecoder().decode([Description].self, from: Data(json.utf8))
    }

    init(_ scripts: MigrationScripts) {
        let graph = scripts.graph
        heads = graph.heads.map(\.text)
        effectiveHeads = graph.effectiveHeads.map(\.text)
        bases = graph.bases.map(\.text)
        history = graph.history.map(\.id.text)
        revisions = graph.revisions.map { revision in
            Revision(
                id: revision.id.text, down: Names(revision.down.value), labels: revision.branchLabels.items.sorted(),
                dependsOn: Names(revision.dependsOn.value), message: revision.message,
                file: FilePath(revision.file).resolvedName)
        }
        pending = Dictionary(
            uniqueKeysWithValues: graph.revisions.map { revision in
                (revision.id.text, graph.pending(from: [revision.id], to: graph.effectiveHeads).map(\.id.text))
            })
        pendingFromNothing = graph.pending(from: [], to: graph.effectiveHeads).map(\.id.text)
    }

    /// This one without the rows for which Alembic refuses to say what is pending, and without those in `other`, and
    /// without the labels that `other` does not know.
    func comparable(with other: Description) -> Description {
        var comparable = self
        comparable.pending = pending?.filter { row, steps in
            let others = other.pending?[row] ?? nil
            return steps != nil && others != nil
        }
        for (position, revision) in (other.revisions ?? []).enumerated() where revision.labels == nil {
            guard let revisions, position < revisions.count else { break }
            comparable.revisions?[position].labels = nil
        }
        return comparable
    }
}

/// `null`, a string or a list in JSON.
enum Names: Codable, Equatable, Sendable {
    case one(String)
    case many([String])

    init?(_ value: Declaration.Value) {
        switch value {
        case .none: return nil
        case .one(let name): self = .one(name)
        case .many(let names): self = .many(names)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let name = try? container.decode(String.self) {
            self = .one(name)
        } else {
            self = .many(try container.decode([String?].self).compactMap { $0 })
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .one(let name): try container.encode(name)
        case .many(let names): try container.encode(names)
        }
    }
}

extension FilePath {
    fileprivate var resolvedName: String {
        URL(filePath: string).resolvingSymlinksInPath().lastPathComponent
    }
}
