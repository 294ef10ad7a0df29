import Foundation
import SystemPackage
import TestSupport

/// A real Chromium.
enum Browser {
    /// Where the pictures of the pages that tests opened lie until the next run.
    static let pictures = Alembic.packageRoot.appending(".build/page")

    /// Opens the page of a server in all its looks, and answers the document as the browser has it at the end. Pictures
    /// of it are called `NAME-light.png`, `NAME-dark.png` and `NAME-phone.png`.
    ///
    /// Throws where the page asks for anything but itself, breaks its policy, is wider than the window or hard to read.
    ///
    /// - `isWatched`: whether it is looked at until it has renewed itself, which it must do without flicker or jump.
    static func open(_ server: ServingExporter, pictures name: String, isWatched: Bool = false) async throws -> String {
        let chromium = try Tool("chromium", in: [], package: "chromium")
        try FileManager.default.createDirectory(atPath: pictures.string, withIntermediateDirectories: true)
        return try await Alembic.python(
            [
                Alembic.packageRoot.appending("Tests/ProductTests/Oracle/browser.py").string, chromium.path,
                "http://127.0.0.1:\(server.port)/", pictures.string, name,
            ] + (isWatched ? ["--watch"] : []))
    }
}
