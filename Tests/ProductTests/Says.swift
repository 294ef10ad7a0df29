import TestSupport

/// What a shell's command says, on both of its outputs.
func says(_ command: String, _ arguments: String...) async throws -> String {
    try await Tool("sh", in: [], package: "dash").run(["-c", "(\(command)) 2>&1", "sh"] + arguments)
}
