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
            if case .change(let table) = rows { add(.changeRows(table), line: line) }
            return
        }
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
