import Foundation
import SystemPackage
import TestSupport

/// The wall clock of one program, which is set while it runs. The machine's own stays as it is.
struct SteppedClock {
    private let directory: TemporaryDirectory
    private var library: String { directory.file("stepped_clock.so") }
    private var step: String { directory.file("step") }

    init() async throws {
        directory = try TemporaryDirectory()
        let source = Alembic.packageRoot.appending("Tests/ProductTests/Preloaded/stepped_clock.c")
        let compiler = try Tool("gcc", in: [], package: "gcc")
        try await compiler.run(["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", library, source.string])
        try set(by: 0)
    }

    /// Of the program that has it.
    var environment: [String: String] { ["LD_PRELOAD": library, "STEPPED_CLOCK": step] }

    /// From now on it says so many seconds more than the machine's.
    func set(by seconds: Int64) throws {
        let bytes = withUnsafeBytes(of: seconds) { Data($0) }
        guard FileManager.default.fileExists(atPath: step) else { return try bytes.write(to: URL(filePath: step)) }
        // In place: the program has this file in its memory.
        let handle = try FileHandle(forWritingTo: URL(filePath: step))
        try handle.write(contentsOf: bytes)
        try handle.close()
    }
}
