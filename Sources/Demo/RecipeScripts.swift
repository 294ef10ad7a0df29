/// The three revisions of a small recipe service, as `alembic revision` writes them.
enum RecipeScripts {
    static let first = "4ec49e1f4ba8"
    static let second = "b7e906377ec2"
    static let third = "bb7fb1d8e8a3"

    /// Files below the project's directory.
    static let files: [(path: String, text: String)] = [
        ("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n"),
        (
            "migrations/versions/4ec49e1f4ba8_initial_migration_with_users_recipes.py",
            script(
                first, after: nil, "initial migration with users recipes", created: "2024-01-08 09:12:44.180412",
                upgrade: """
                        op.create_table(
                            "users",
                            sa.Column("id", sa.Integer(), primary_key=True),
                            sa.Column("email", sa.String(length=255), nullable=False, unique=True),
                        )
                        op.create_table(
                            "recipes",
                            sa.Column("id", sa.Integer(), primary_key=True),
                            sa.Column("title", sa.String(length=200), nullable=False),
                        )
                        op.create_table(
                            "recipe_ingredients",
                            sa.Column("id", sa.Integer(), primary_key=True),
                            sa.Column("recipe_id", sa.Integer(), sa.ForeignKey("recipes.id"), nullable=False),
                            sa.Column("name", sa.String(length=200), nullable=False),
                        )
                    """,
                downgrade: """
                        op.drop_table("recipe_ingredients")
                        op.drop_table("recipes")
                        op.drop_table("users")
                    """)
        ),
        (
            "migrations/versions/b7e906377ec2_add_user_preferences.py",
            script(
                second, after: first, "add user preferences", created: "2024-01-11 16:40:03.551907",
                upgrade: """
                        op.create_table(
                            "conversations",
                            sa.Column("id", sa.Integer(), primary_key=True),
                            sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
                        )
                        op.add_column("users", sa.Column("preferences", sa.JSON(), nullable=True))
                    """,
                downgrade: """
                        op.drop_column("users", "preferences")
                        op.drop_table("conversations")
                    """)
        ),
        (
            "migrations/versions/bb7fb1d8e8a3_add_created_by_id.py",
            script(
                third, after: second, "add created_by_id to recipes table", created: "2024-01-15 08:45:00.000000",
                upgrade: """
                        with op.batch_alter_table("recipes") as batch:
                            batch.add_column(sa.Column("created_by_id", sa.Integer(), nullable=True))
                    """,
                downgrade: """
                        with op.batch_alter_table("recipes") as batch:
                            batch.drop_column("created_by_id")
                    """)
        ),
    ]

    private static func script(
        _ revision: String, after parent: String?, _ message: String, created: String, upgrade: String,
        downgrade: String
    ) -> String {
        """
        \"\"\"\(message)

        Revision ID: \(revision)
        Revises: \(parent ?? "")
        Create Date: \(created)

        \"\"\"
        from alembic import op
        import sqlalchemy as sa

        revision = "\(revision)"
        down_revision = \(parent.map { "\"\($0)\"" } ?? "None")
        branch_labels = None
        depends_on = None


        def upgrade() -> None:
        \(upgrade)


        def downgrade() -> None:
        \(downgrade)

        """
    }
}
