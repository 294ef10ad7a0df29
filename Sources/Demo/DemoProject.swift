import FoundationEssentials
import GRDB

/// The demo's files have no place.
package struct CannotMakeDemo: Error, CustomStringConvertible {
    let directory: String

    package var description: String {
        "The demo's files cannot be written in \(directory). Set TMPDIR to a directory with room where this user may write."
    }
}

/// A small project in a temporary directory: scripts, and a SQLite database that stands one step behind them.
///
/// The only part beside the guarded run that writes, and only to files that it made itself.
package struct DemoProject: Sendable {
    private let directory: URL

    package var scripts: String { directory.appending(path: "alembic.ini").path }
    package var databaseURL: String { "sqlite:///\(databasePath)" }
    private var databasePath: String { directory.appending(path: "recipes.db").path }

    package static func create() throws(CannotMakeDemo) -> DemoProject {
        let parent = FileManager.default.temporaryDirectory
        let project = DemoProject(directory: parent.appending(path: "migration-exporter-demo-\(UUID())"))
        do {
            try project.write()
            return project
        } catch {
            project.remove()
            throw CannotMakeDemo(directory: parent.path)
        }
    }

    private func write() throws {
        for (path, text) in RecipeScripts.files {
            let file = directory.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try execute(
            """
            CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
            CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(255) NOT NULL UNIQUE, preferences JSON);
            CREATE TABLE recipes (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL);
            CREATE TABLE recipe_ingredients (id INTEGER PRIMARY KEY, recipe_id INTEGER NOT NULL REFERENCES recipes,
                name VARCHAR(200) NOT NULL);
            CREATE TABLE conversations (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users);
            INSERT INTO alembic_version VALUES ('\(RecipeScripts.second)');
            """)
    }

    /// A batch migration that stopped half way: the revision is written, the table is still under its temporary name.
    func upgradeHalfWay() throws {
        try execute(
            """
            CREATE TABLE _alembic_tmp_recipes (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL, created_by_id INTEGER);
            INSERT INTO _alembic_tmp_recipes (id, title) SELECT id, title FROM recipes;
            DROP TABLE recipes;
            UPDATE alembic_version SET version_num = '\(RecipeScripts.third)';
            """)
    }

    func finishUpgrade() throws {
        try execute("ALTER TABLE _alembic_tmp_recipes RENAME TO recipes;")
    }

    package func remove() {
        // Nothing depends on it: what is left lies in the temporary directory.
        try? FileManager.default.removeItem(at: directory)
    }

    private func execute(_ sql: String) throws {
        try DatabaseQueue(path: databasePath).write { try $0.execute(sql: sql) }
    }
}
