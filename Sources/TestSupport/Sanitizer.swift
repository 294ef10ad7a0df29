import Foundation

/// What `make sanitize` builds into the program and its tests.
package enum Sanitizer {
    /// It keeps memory, files and a child beside the program's own, which cannot be told from them.
    package static var isOn: Bool { environment["ASAN_OPTIONS"] != nil || environment["TSAN_OPTIONS"] != nil }

    /// What the program needs of it: the tests' own leaks say nothing about it.
    static var ofProgram: [String: String] { environment.filter { ["LSAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) } }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }
}
