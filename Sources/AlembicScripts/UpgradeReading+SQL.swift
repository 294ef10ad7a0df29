import MigrationModel

extension UpgradeReading {
    /// SQL, or a statement of SQLAlchemy, that is executed.
    mutating func execute(_ statement: Term, line: Int) {
        if case .either(let statements) = statement {
            _ = choose(
                statements.map { statement in
                    { reading in
                        reading.execute(statement, line: line)
                        return .runs
                    }
                }, "under `if`")
            return
        }
        if let rows = rows(statement) {
            switch rows {
            case .change(let table): add(.changeRows(table), line: line)
            case .query: if dialect == .postgresql, callsUnknownFunction(statement) { doubtQuery(line) }
            }
            return
        }
        if construct(statement, line: line) { return }
        guard let text = sqlText(statement) else {
            return doubt(.anyTable, "SQL that is put together at run time", line: line)
        }
        var reading = SQLReading(dialect: dialect, place: place(line), isAutocommitted: isAutocommitted)
        reading.read(text.withGaps)
        for step in reading.steps {
            steps.append(
                SchemaStep(
                    step.change, at: place(line), condition: step.condition, isAutocommitted: step.isAutocommitted))
        }
        isAutocommitted = reading.isAutocommitted
    }

    private mutating func doubtQuery(_ line: Int) {
        doubt(.anyTable, "a call of a function that is not known here", line: line)
    }

    /// Whether a query of SQLAlchemy's calls a function that may do anything: `sa.select(sa.func.tidy())`.
    private func callsUnknownFunction(_ term: Term) -> Bool {
        if case .call(let call) = term, case .path(let path) = call.function, path.hasPrefix("sqlalchemy"),
            path.contains(".func."), !SQLReading.isHarmless(function: path.lastName)
        {
            return true
        }
        return !term.everyPart { !callsUnknownFunction($0) }
    }

    /// `sa.schema.CreateSchema("x")` and what is like it; false where it is something else.
    private mutating func construct(_ statement: Term, line: Int) -> Bool {
        guard case .call(let call) = statement, case .path(let path) = call.function, path.hasPrefix("sqlalchemy")
        else { return false }
        switch path.lastName {
        case "CreateSchema", "CreateSequence", "DropSequence", "Sequence", "SetTableComment", "DropTableComment",
            "SetColumnComment", "DropColumnComment":
            return true
        case "CreateTable", "DropTable", "CreateIndex", "DropIndex":
            guard let element = call.argument(0, "element") else { return false }
            createOrDrop(element, call, isDrop: path.lastName.hasPrefix("Drop"))
            return true
        default:
            guard path.contains(".func."), dialect == .postgresql else { return false }
            if !SQLReading.isHarmless(function: path.lastName) { doubtQuery(line) }
            return true
        }
    }

    /// The text inside `sa.text(…)` and what is chained to it.
    private func sqlText(_ statement: Term) -> TermText? {
        switch statement {
        case .text(let text): return text
        case .call(let call):
            switch call.function {
            case .path(let path) where ["text", "DDL"].contains(path.lastName):
                guard case .text(let text)? = call.positional.first else { return nil }
                return text
            case .attribute(let base, _): return sqlText(base)
            default: return nil
            }
        default: return nil
        }
    }
}
