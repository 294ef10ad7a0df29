import MigrationModel

/// A damage to what the fixture `forms` makes.
struct FixtureDamage {
    let statements: [String]
    /// What `validate` says of it, and nothing else.
    let differences: [String]

    static func all(_ dialect: Dialect) -> [FixtureDamage] {
        let serial = dialect == .sqlite ? "INTEGER NOT NULL PRIMARY KEY" : "serial PRIMARY KEY"
        let index = dialect == .sqlite ? [] : ["CREATE INDEX ix_made_x ON made (x)"]
        return [
            FixtureDamage(statements: ["DROP TABLE made"], differences: ["missing_table made"]),
            FixtureDamage(statements: ["ALTER TABLE made DROP COLUMN y"], differences: ["missing_column made y"]),
            FixtureDamage(
                statements: ["DROP TABLE made", "CREATE TABLE made (id \(serial), x INTEGER, y SMALLINT)"] + index,
                differences: ["type made x"]),
            FixtureDamage(statements: ["CREATE TABLE stray (a integer)"], differences: ["unexpected_table stray"]),
            FixtureDamage(
                statements: ["ALTER TABLE tag ADD COLUMN stray integer"], differences: ["unexpected_column tag stray"]),
            FixtureDamage(
                statements: ["DROP INDEX ix_written"],
                differences: ["missing_index \(dialect == .sqlite ? "Written" : "written")"]),
            FixtureDamage(statements: [], differences: []),
        ]
    }
}
