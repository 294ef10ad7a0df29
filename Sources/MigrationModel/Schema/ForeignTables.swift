/// Tables that are in a database for a reason of their own, so that nobody expects a migration to create them.
enum ForeignTables {
    static func contains(_ name: String) -> Bool { names.contains(name) || name.hasPrefix("_alembic_tmp_") }

    /// Other migration tools' version tables, and PostGIS's where it was not installed as an extension.
    private static let names: Set = [
        "DATABASECHANGELOG", "DATABASECHANGELOGLOCK", "SequelizeMeta", "__EFMigrationsHistory",
        "__diesel_schema_migrations", "__drizzle_migrations", "_prisma_migrations", "_sqlx_migrations",
        "_yoyo_log", "_yoyo_migration", "_yoyo_version", "ar_internal_metadata", "atlas_schema_revisions",
        "databasechangelog", "databasechangeloglock", "django_migrations", "doctrine_migration_versions",
        "flyway_schema_history", "goose_db_version", "gorp_migrations", "knex_migrations", "knex_migrations_lock",
        "migrate_version", "pgmigrations", "phinxlog", "refinery_schema_history", "schema_migrations",
        "schema_version", "spatial_ref_sys", "yoyo_lock",
    ]
}
