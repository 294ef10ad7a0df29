import Foundation
import Gzip
import TestSupport
import Testing

@Suite("gzip")
struct GzipTests {
    @Test(arguments: [0, 1, 100, 1_000_000])
    func `gunzip finds the same bytes again`(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
        let directory = try TemporaryDirectory()
        let (packed, plain) = (directory.file("packed.gz"), directory.file("plain"))
        try Data(try #require(gzipped(bytes))).write(to: URL(filePath: packed))
        let shell = try Tool("sh", in: [], package: "dash")
        _ = try await shell.run(["-c", "gzip -dc '\(packed)' >'\(plain)'"])
        #expect(FileManager.default.contents(atPath: plain).map(Array.init) == bytes)
    }
}
