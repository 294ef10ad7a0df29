import Foundation
import MigrationModel
import SystemPackage
import TestSupport

/// What a database held, and what `validate` said of it, at each revision while the real Alembic upgraded it, one
/// revision after another, and then with each damage.
struct Climb: Decodable {
    struct Column: Decodable {
        let type: String
        let isNullable: Bool
    }

    struct Verdict: Decodable {
        struct Unverified: Decodable {
            let table: String?
            let column: String?
        }

        let differences: [String]
        let valid: Bool?
        let unverified: [Unverified]
    }

    struct Step: Decodable {
        let rows: [String]
        let tables: [String: [String: Column]]
        let verdict: Verdict
    }

    struct Damage: Decodable {
        /// What is to be told of it; `nil` where the test itself knows.
        let tells: String?
        /// What else comes with it.
        let brings: [String]
        let verdict: Verdict
        /// What `alembic check` says of it, where the test itself chose it.
        let checked: [String]?
    }

    let steps: [Step]
    /// How many revisions there are: fewer steps are taken where one fails.
    let revisions: Int
    let failure: String?
    let damaged: [Damage]

    /// A project, its database, and what to damage in it at the end.
    struct Project: Encodable {
        enum Damages: Encodable {
            /// The statements that make each.
            case made(by: [[String]])
            /// So many tables in every way, where the head is reached.
            case tables(Int)

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .made(let statements): try container.encode(statements)
                case .tables(let count): try container.encode(count)
                }
            }
        }

        let directory: String
        let url: String
        let damages: Damages

        init(_ directory: FilePath, _ dialect: Dialect, _ damages: Damages) async throws {
            self.directory = directory.string
            self.damages = damages
            switch dialect {
            case .sqlite:
                let file = directory.appending("climb.db").string
                if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
                url = "sqlite:///\(file)"
            case .postgresql:
                let database = try await PostgresCluster.shared().createDatabase()
                try await database.sql("ALTER ROLE \(database.name) CREATEDB")
                url = database.url()
            }
        }
    }

    /// With stubs, modules that are not installed count as there.
    static func up(_ project: Project, withStubs: Bool = false) async throws -> Climb {
        let program = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle/climb.py").string
        let text = String(decoding: try JSONEncoder().encode(project), as: UTF8.self)
        let json = try await Alembic.python(
            [program] + (withStubs ? ["--stubs"] : []) + [try Exporter.path, text])
        return try JSONDecoder().decode(Climb.self, from: Data(json.utf8))
    }
}
